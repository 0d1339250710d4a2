namespace MLSeq.Embeddings.Formats;

/// <summary>
/// Reads whole lines in large blocks. A block stays as it is while the next one is read, no longer.
/// </summary>
internal sealed class LineBlocks(Stream stream, int blockLength)
{
    private const int MaxLineLength = 1 << 26;

    private byte[] _buffer = new byte[blockLength];
    private byte[] _other = new byte[blockLength];
    private int _taken;
    private int _end;

    /// <summary>The next lines; none at the end. Only the last line may lack its end.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any sensible one.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        TakeRest();
        while (true)
        {
            _end += stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
            _taken = _end < _buffer.Length ? _end : _buffer.AsSpan(0, _end).LastIndexOf((byte)'\n') + 1;
            if (_taken > 0 || _end == 0)
            {
                return _buffer.AsMemory(0, _taken);
            }

            if (_buffer.Length >= MaxLineLength)
            {
                throw new InvalidDataException($"found a line of more than {MaxLineLength} bytes; expected a word and its vector.");
            }

            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
    }

    /// <summary>Goes on in the other buffer with what is behind the block that was handed out.</summary>
    private void TakeRest()
    {
        var rest = _buffer.AsSpan(_taken, _end - _taken);
        if (_other.Length < _buffer.Length)
        {
            _other = new byte[_buffer.Length];
        }

        rest.CopyTo(_other);
        (_buffer, _other, _end) = (_other, _buffer, rest.Length);
    }
}
