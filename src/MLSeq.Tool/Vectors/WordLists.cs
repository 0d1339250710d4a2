using MLSeq.Text;

namespace MLSeq.Tool.Vectors;

/// <summary>Words and pairs of words as they are given to an option: in a file, or as a list.</summary>
internal static class WordLists
{
    private static readonly char[] Separators = ['\t', ' ', ',', ':'];

    /// <summary>A file's lines, or what stands between commas.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. File.Exists(text)
            ? Lines(text).Select(line => line.Text)
            : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A file's lines of two words, or a list such as <c>he:she,man:woman</c>.</summary>
    /// <exception cref="ToolException">There is neither such a file nor a pair; names the option, or the file and line.</exception>
    public static IReadOnlyList<(string First, string Second)> Pairs(string option, string text)
    {
        var pairs = new List<(string, string)>();
        if (!File.Exists(text))
        {
            foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                pairs.Add(pair.Split(':', StringSplitOptions.TrimEntries) is [{ Length: > 0 } first, { Length: > 0 } second]
                    ? (first, second)
                    : throw new ToolException($"{option}: found '{pair}'; expected a pair such as he:she, or a file that exists.", ExitCode.Usage));
            }

            return pairs;
        }

        foreach (var (number, line) in Lines(text))
        {
            pairs.Add(line.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, var second]
                ? (first, second)
                : throw new ToolException($"{text}({number}): found '{line}'; expected two words."));
        }

        return pairs;
    }

    /// <summary>Lines that say something: no blank ones and none that starts with #.</summary>
    private static IEnumerable<(int Number, string Text)> Lines(string path) =>
        TextFile.ReadLines(path).Select((line, index) => (index + 1, line.Trim())).Where(line => line.Item2.Length > 0 && line.Item2[0] != '#');
}
