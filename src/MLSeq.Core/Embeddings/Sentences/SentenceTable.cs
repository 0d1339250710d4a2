namespace MLSeq.Embeddings.Sentences;

/// <summary>
/// A sentence encoding's vectors as a graph looks them up: [<see cref="Rows"/>, dimensions], and whether each row counts
/// as a word.
/// </summary>
internal sealed class SentenceTable
{
    private SentenceTable(float[] values, float[] counts) => (Values, Counts, Rows) = (values, counts, counts.Length);

    /// <summary>The weighted vectors; zeros where a row has none.</summary>
    public float[] Values { get; }

    /// <summary>1 where a row counts as a word, else 0.</summary>
    public float[] Counts { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>For words in a graph: row 0 is padding, rows 1 to n are the vectors' words, row n + 1 is any other word.</summary>
    public static SentenceTable OfWords(SentenceEncoding encoding)
    {
        var count = encoding.Vectors.Count;
        var table = Create(encoding, count + 2);
        for (var i = 0; i < count; i++)
        {
            table.Set(encoding, i + 1, i, null);
        }

        table.Counts[count + 1] = encoding.CountsMissing ? 1 : 0;
        return table;
    }

    /// <summary>For keys in a graph: row 0 is the missing key, an unknown word, rows 1 to n are the keys' words.</summary>
    public static SentenceTable OfKeys(SentenceEncoding encoding, IReadOnlyList<string> words)
    {
        var table = Create(encoding, words.Count + 1);
        table.Counts[0] = encoding.CountsMissing ? 1 : 0;
        for (var i = 0; i < words.Count; i++)
        {
            table.Set(encoding, i + 1, encoding.Vectors.IndexOf(words[i]), words[i]);
        }

        return table;
    }

    private static SentenceTable Create(SentenceEncoding encoding, int rows)
    {
        if ((long)rows * encoding.Dimensions > Array.MaxLength / 2)
        {
            throw new NotSupportedException(
                $"The graph would hold {rows} x {encoding.Dimensions} values of word vectors; expected at most {Array.MaxLength / 2}. Use fewer words.");
        }

        return new(new float[rows * encoding.Dimensions], new float[rows]);
    }

    private void Set(SentenceEncoding encoding, int row, int index, string? word) =>
        Counts[row] = encoding.TryGetVector(index, word, Values.AsSpan(row * encoding.Dimensions, encoding.Dimensions)) ? 1 : 0;
}
