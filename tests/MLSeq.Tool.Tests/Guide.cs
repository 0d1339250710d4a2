namespace MLSeq.Tool.Tests;

/// <summary>The command line's guide, <c>src/MLSeq.Tool/README.md</c>.</summary>
internal static class Guide
{
    /// <summary>The commands in the code blocks of some sections, of all where none is named, each without what comes before <c>mlseq</c>.</summary>
    public static IReadOnlyList<string> Commands(params string[] sections)
    {
        const string Name = "mlseq ";
        var commands = new List<string>();
        var (section, isCode) = ("", false);
        foreach (var line in File.ReadLines(Repository.PathOf("src", "MLSeq.Tool", "README.md")))
        {
            isCode ^= line.StartsWith("```", StringComparison.Ordinal);
            section = !isCode && line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : section;
            var start = line.IndexOf(Name, StringComparison.Ordinal);
            if (isCode && start >= 0 && (sections.Length == 0 || sections.Contains(section)))
            {
                commands.Add(line[(start + Name.Length)..]);
            }
        }

        return commands;
    }
}
