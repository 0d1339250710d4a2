using MLSeq.Numerics;

namespace MLSeq.Embeddings;

/// <summary>Vectors one after another in memory.</summary>
internal sealed class BufferRows : WordVectorRows
{
    private readonly AlignedBuffer _matrix;

    /// <exception cref="ArgumentException">The matrix has not this size.</exception>
    public BufferRows(AlignedBuffer matrix, int count, int dimensions)
        : base(count, dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (matrix.Length != (long)count * dimensions)
        {
            throw new ArgumentException($"Found {matrix.Length} values; expected {count} words x {dimensions} dimensions.", nameof(matrix));
        }

        _matrix = matrix;
    }

    public override ReadOnlySpan<float> this[int row] => _matrix.Span.Slice(row * Dimensions, Dimensions);
}
