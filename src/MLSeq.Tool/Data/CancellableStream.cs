namespace MLSeq.Tool.Data;

/// <summary>A stream to read from whose reads end where the run is cancelled: those of a silent terminal or pipe would not.</summary>
/// <param name="inner">The stream, which nobody else reads.</param>
/// <param name="cancellationToken">Ends a read by an <see cref="OperationCanceledException"/>.</param>
internal sealed class CancellableStream(Stream inner, CancellationToken cancellationToken) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        // The system's read goes on in a thread that the process does not wait for, and into a buffer that nobody looks at any more.
        var count = Math.Min(buffer.Length, _buffer.Length);
        var read = Task.Run(() => inner.Read(_buffer, 0, count), cancellationToken).WaitAsync(cancellationToken).GetAwaiter().GetResult();
        _buffer.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
