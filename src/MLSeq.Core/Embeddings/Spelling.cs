namespace MLSeq.Embeddings;

/// <summary>Finds the word that was meant, for error messages.</summary>
internal static class Spelling
{
    private const int MaxWords = 100_000;
    private const int MaxLength = 64;

    /// <summary>
    /// The first of the words that differs in case only; else the first with the least edit distance, where that is at most
    /// a third of the letters; else null. Looks at the first <see cref="MaxWords"/> words.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        if (word.Length > MaxLength)
        {
            return null;
        }

        string? nearest = null;
        var least = (word.Length / 3) + 1;
        Span<int> row = stackalloc int[MaxLength + 1];
        foreach (var candidate in words.Take(MaxWords))
        {
            if (candidate.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return candidate;
            }

            if (Math.Abs(candidate.Length - word.Length) < least && EditDistance(word, candidate, row) is int distance && distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance; <paramref name="row"/> has room for one more than the letters of a.</summary>
    private static int EditDistance(string a, string b, Span<int> row)
    {
        for (var i = 0; i <= a.Length; i++)
        {
            row[i] = i;
        }

        foreach (var letter in b)
        {
            var diagonal = row[0]++;
            for (var i = 1; i <= a.Length; i++)
            {
                var substituted = diagonal + (a[i - 1] == letter ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.Min(substituted, Math.Min(row[i], row[i - 1]) + 1);
            }
        }

        return row[a.Length];
    }
}
