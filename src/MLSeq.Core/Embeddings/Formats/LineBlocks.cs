namespace MLSeq.Embeddings.Formats;

/// <summary>
/// Reads whole lines in large blocks. A block stays as it is while the next one is read, no longer.
/// </summary>
internal sealed class LineBlocks(Stream stream)
{
    private const int BlockLength = 1 << 22;
    private const int MaxLineLength = 1 << 26;

    private byte[] _buffer = new byte[BlockLength];
    private byte[] _other = new byte[BlockLength];
    private int _end;

    /// <summary>The next lines; none at the end. Only the last line may lack its end.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any sensible one.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        while (true)
        {
            _end += stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
            var lines = _end < _buffer.Length ? _end : _buffer.AsSpan(0, _end).LastIndexOf((byte)'\n') + 1;
            if (lines > 0 || _end == 0)
            {
                return Take(lines);
            }

            if (_buffer.Length >= MaxLineLength)
            {
                throw new InvalidDataException($"found a line of more than {MaxLineLength} bytes; expected a word and its vector.");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
    }

    /// <summary>Hands out the start of the buffer and goes on with the rest of it in the other one.</summary>
    private ReadOnlyMemory<byte> Take(int lines)
    {
        var rest = _buffer.AsSpan(lines, _end - lines);
        if (_other.Length < _buffer.Length)
        {
            _other = new byte[_buffer.Length];
        }

        rest.CopyTo(_other);
        var taken = _buffer.AsMemory(0, lines);
        (_buffer, _other, _end) = (_other, _buffer, rest.Length);
        return taken;
    }
}
