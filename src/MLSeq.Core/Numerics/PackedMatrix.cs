namespace MLSeq.Numerics;

/// <summary>
/// The right-hand matrix B [k, n] of products C = A B, rearranged once for the kernel of <see cref="MatrixProduct"/>:
/// for weights that are multiplied at every time step.
/// </summary>
internal sealed class PackedMatrix
{
    private readonly AlignedBuffer _values;

    /// <summary>Takes memory for a matrix of <paramref name="k"/> rows and <paramref name="n"/> columns, zero until packed.</summary>
    public PackedMatrix(int k, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        K = k;
        N = n;
        _values = new AlignedBuffer(checked(k * n));
    }

    /// <summary>The number of rows of B.</summary>
    public int K { get; }

    /// <summary>The number of columns of B.</summary>
    public int N { get; }

    internal ReadOnlySpan<float> Values => _values.Span;

    /// <summary>
    /// Copies B from <paramref name="b"/>: [k, n] row by row, or [n, k] if <paramref name="transpose"/>, each row
    /// <paramref name="ldb"/> floats after the one before. Allocates nothing.
    /// </summary>
    public void Pack(bool transpose, ReadOnlySpan<float> b, int ldb)
    {
        for (var p = 0; p < K; p++)
        {
            for (var j = 0; j < N; j++)
            {
                _values.Span[(p * N) + j] = transpose ? b[(j * ldb) + p] : b[(p * ldb) + j];
            }
        }
    }
}
