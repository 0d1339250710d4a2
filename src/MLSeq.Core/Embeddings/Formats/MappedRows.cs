namespace MLSeq.Embeddings.Formats;

/// <summary>Vectors that stay in a mapped file.</summary>
internal sealed class MappedRows(MappedFile file, long[] places, int dimensions) : WordVectorRows(places.Length, dimensions)
{
    public override ReadOnlySpan<float> this[int row] => file.Values<float>(places[row], Dimensions);

    public override void Dispose()
    {
        file.Dispose();
        base.Dispose();
    }
}
