namespace MLSeq.Embeddings.Formats;

/// <summary>The bytes of a stream.</summary>
internal sealed class StreamBytes(Stream stream) : ByteSource
{
    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;

    public override ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            Fill(count);
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    public override void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    private void Fill(int count)
    {
        var target = _buffer.Length < count ? new byte[2 * count] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, _end - _start);
        _end += stream.ReadAtLeast(_buffer.AsSpan(_end), count - _end, throwOnEndOfStream: false);
    }
}
