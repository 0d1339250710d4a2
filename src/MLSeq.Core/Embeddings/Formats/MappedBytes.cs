namespace MLSeq.Embeddings.Formats;

/// <summary>The bytes of a mapped file.</summary>
internal sealed class MappedBytes(MappedFile file) : ByteSource
{
    public override ReadOnlySpan<byte> Peek(int count) =>
        file.Values<byte>(Position, (int)Math.Min(count, file.Length - Position));

    public override void Advance(int count) => Position += count;
}
