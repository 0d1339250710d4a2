namespace MLSeq.Text;

/// <summary>Shares the strings of the tokens that are one ASCII character, the most frequent ones of all.</summary>
internal static class AsciiText
{
    private static readonly string[] Single = [.. Enumerable.Range(0, 128).Select(i => ((char)i).ToString())];

    public static string ToString(ReadOnlySpan<char> text) =>
        text.Length == 1 && text[0] < 128 ? Single[text[0]] : text.ToString();
}
