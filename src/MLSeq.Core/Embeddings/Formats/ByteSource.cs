namespace MLSeq.Embeddings.Formats;

/// <summary>Bytes to read from the front with a look ahead.</summary>
internal abstract class ByteSource
{
    /// <summary>How many bytes were read.</summary>
    public long Position { get; protected set; }

    /// <summary>The next bytes, which stay unread: <paramref name="count"/>, or fewer where there are no more.</summary>
    public abstract ReadOnlySpan<byte> Peek(int count);

    /// <summary>Goes on by bytes that were peeked at.</summary>
    public abstract void Advance(int count);
}
