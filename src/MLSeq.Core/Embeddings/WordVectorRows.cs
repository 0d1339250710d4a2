namespace MLSeq.Embeddings;

/// <summary>A matrix of vectors, row by row: in memory or in a mapped file.</summary>
internal abstract class WordVectorRows(int count, int dimensions) : IDisposable
{
    public int Count { get; } = count;

    public int Dimensions { get; } = dimensions;

    /// <summary>A row, from 0 to <see cref="Count"/> - 1; possibly not aligned to four bytes.</summary>
    public abstract ReadOnlySpan<float> this[int row] { get; }

    public virtual void Dispose()
    {
    }
}
