namespace MLSeq.Embeddings.Corpora;

/// <summary>Cuts a stream of UTF-8 text into blocks of whole words.</summary>
internal sealed class CorpusBlocks(Stream stream, string name)
{
    private const int BlockLength = 1 << 21;
    private const int LongestWord = 1 << 16;

    private byte[] _rest = [];
    private long _place;
    private long _line = 1;

    /// <summary>The next block; null at the end.</summary>
    /// <exception cref="InvalidDataException">The data are damaged, UTF-16, or a word is absurdly long; names the file and line.</exception>
    public CorpusBlock? Next()
    {
        var buffer = new byte[BlockLength + _rest.Length];
        _rest.CopyTo(buffer, 0);
        var filled = Fill(buffer, _rest.Length);
        var ended = filled < buffer.Length;
        if (_place == 0)
        {
            SkipByteOrderMark(buffer, ref filled);
        }

        if (filled == 0)
        {
            return null;
        }

        var length = ended ? filled : End(buffer.AsSpan(0, filled));
        _rest = buffer[length..filled];
        var block = new CorpusBlock(_place++, _line, buffer, length);
        _line += block.Text.Count((byte)'\n');
        return block;
    }

    /// <summary>Behind the last line, or behind the last word of a very long one.</summary>
    private int End(ReadOnlySpan<byte> text)
    {
        var end = 1 + text.LastIndexOf((byte)'\n');
        if (end == 0)
        {
            end = 1 + text.LastIndexOfAny((byte)' ', (byte)'\t');
        }

        return text.Length - end > LongestWord && text[end..].IndexOfAny((byte)' ', (byte)'\t') < 0
            ? throw Error($"a word is longer than {LongestWord} bytes; expected words separated by white space", _line + text[..end].Count((byte)'\n'))
            : end;
    }

    private int Fill(byte[] buffer, int filled)
    {
        try
        {
            return filled + stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Error($"cannot be read: {e.Message}", _line, e);
        }
    }

    private void SkipByteOrderMark(byte[] buffer, ref int filled)
    {
        var text = buffer.AsSpan(0, filled);
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw Error("the text is UTF-16; expected UTF-8", _line);
        }

        if (text.StartsWith("\uFEFF"u8))
        {
            text[3..].CopyTo(text);
            filled -= 3;
        }
    }

    private InvalidDataException Error(string problem, long line, Exception? inner = null) => new($"{name}, line {line}: {problem}.", inner);
}
