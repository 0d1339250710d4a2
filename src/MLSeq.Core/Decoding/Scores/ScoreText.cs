using System.Runtime.InteropServices;

namespace MLSeq.Decoding.Scores;

/// <summary>Cuts and counts that scores share.</summary>
internal static class ScoreText
{
    /// <summary>The runs of characters that are no white space.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (int start = 0, i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || IsSpace(text[i]))
            {
                if (i > start)
                {
                    words.Add(text[start..i]);
                }

                start = i + 1;
            }
        }

        return words;
    }

    /// <summary>The characters (code points) that are no white space, or all.</summary>
    public static List<string> Characters(string text, bool withSpaces)
    {
        var characters = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (withSpaces || !rune.IsBmp || !IsSpace((char)rune.Value))
            {
                characters.Add(rune.ToString());
            }
        }

        return characters;
    }

    /// <summary>How often each run of <paramref name="order"/> tokens occurs.</summary>
    public static Dictionary<string, int> NGrams(IReadOnlyList<string> tokens, int order)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + order <= tokens.Count; i++)
        {
            // No token has a space in it but those of characters, which are all equally long.
            var gram = string.Join(' ', tokens.Skip(i).Take(order));
            CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        }

        return counts;
    }

    // The four separators of ASCII, which .NET does not count among white space, cut words in the scores' other implementations.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';
}
