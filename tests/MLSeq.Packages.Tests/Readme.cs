namespace MLSeq.Packages.Tests;

/// <summary>The blocks of code of a Markdown file.</summary>
internal static class Readme
{
    /// <summary>Each block with the language that it names, if any.</summary>
    public static IReadOnlyList<(string Language, string Text)> Blocks(string path)
    {
        var blocks = new List<(string Language, string Text)>();
        (string Language, List<string> Lines)? open = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (open is { } block)
                {
                    blocks.Add((block.Language, string.Join('\n', block.Lines)));
                }

                open = open is null ? (line[3..], []) : null;
            }
            else
            {
                open?.Lines.Add(line);
            }
        }

        return blocks;
    }
}
