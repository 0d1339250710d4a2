namespace MLSeq.Embeddings.Corpora;

/// <summary>A piece of a text file that ends between words, and where possible between lines.</summary>
/// <param name="Place">Its place in the file, from 0.</param>
/// <param name="Line">The line it begins in, from 1.</param>
/// <param name="Bytes">The buffer that holds it.</param>
/// <param name="Length">The number of bytes.</param>
internal sealed record CorpusBlock(long Place, long Line, byte[] Bytes, int Length)
{
    public ReadOnlySpan<byte> Text => Bytes.AsSpan(0, Length);
}
