namespace MLSeq.Embeddings.Formats;

/// <summary>Some lines of a text format, parsed up to the first error.</summary>
internal sealed class VectorLines
{
    private float[] _values = [];

    /// <summary>The words.</summary>
    public List<string> Words { get; } = [];

    /// <summary>The words' lines, the first being 1.</summary>
    public List<int> Numbers { get; } = [];

    /// <summary>The vectors, one after another; more may follow.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The number of lines, blank ones included; the last is the one with the error if there is one.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the last line; null: nothing.</summary>
    public string? Error { get; private set; }

    public static VectorLines Parse(ReadOnlySpan<byte> text, int dimensions, bool lenient)
    {
        var lines = new VectorLines();
        while (text.Length > 0 && lines.Error is null)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            lines.Count++;
            if (line.ContainsAnyExcept(" \t\r"u8))
            {
                lines.Add(line, dimensions, lenient);
            }
        }

        return lines;
    }

    private void Add(ReadOnlySpan<byte> line, int dimensions, bool lenient)
    {
        var filled = Words.Count * dimensions;
        if (_values.Length < filled + dimensions)
        {
            Array.Resize(ref _values, 2 * (filled + dimensions));
        }

        Error = VectorLine.Parse(line, _values.AsSpan(filled, dimensions), out var word);
        if (Error is null && (Error = WordList.Decode(word, lenient, out var text)) is null)
        {
            Words.Add(text);
            Numbers.Add(Count);
        }
    }
}
