using System.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>Cuts a stream of UTF-8 text at ASCII white space into words, and at line ends into sentences.</summary>
internal sealed class WordCorpusReader(Stream stream, string name, WordCorpusBuilder builder)
{
    private const int LongestWord = 1 << 16;

    private readonly byte[] _buffer = new byte[1 << 20];
    private long _line = 1;

    /// <exception cref="InvalidDataException">The data are damaged, no UTF-8 text, or a word is absurdly long; names the file and line.</exception>
    public void Read(WordCorpusOptions options)
    {
        var filled = 0;
        var first = true;
        int read;
        while ((read = ReadMore(filled)) > 0)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            filled += read;
            var start = first ? ByteOrderMark(_buffer.AsSpan(0, filled)) : 0;
            first = false;
            var used = start + Words(_buffer.AsSpan(start, filled - start));
            _buffer.AsSpan(used, filled - used).CopyTo(_buffer);
            filled -= used;
            if (filled > LongestWord)
            {
                throw Error($"a word is longer than {LongestWord} bytes; expected words separated by white space");
            }

            options.Progress?.Report(builder.Tokens);
        }

        if (filled > 0)
        {
            Add(_buffer.AsSpan(0, filled));
        }

        builder.EndSentence();
    }

    /// <summary>Takes all words that end in the text.</summary>
    /// <returns>Where the last word begins, which has no end yet.</returns>
    private int Words(ReadOnlySpan<byte> text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value > ' ' || !IsWhiteSpace(value))
            {
                continue;
            }

            if (i > start)
            {
                Add(text[start..i]);
            }

            if (value == '\n')
            {
                builder.EndSentence();
                _line++;
            }

            start = i + 1;
        }

        return start;
    }

    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private void Add(ReadOnlySpan<byte> word)
    {
        try
        {
            builder.Add(word);
        }
        catch (DecoderFallbackException e)
        {
            throw Error("a word is not UTF-8 text", e);
        }
    }

    private int ReadMore(int filled)
    {
        try
        {
            return stream.Read(_buffer, filled, _buffer.Length - filled);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Error($"cannot be read: {e.Message}", e);
        }
    }

    private int ByteOrderMark(ReadOnlySpan<byte> text) =>
        text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            ? throw Error("the text is UTF-16; expected UTF-8")
            : text.StartsWith("\uFEFF"u8) ? 3 : 0;

    private InvalidDataException Error(string problem, Exception? inner = null) => new($"{name}, line {_line}: {problem}.", inner);
}
