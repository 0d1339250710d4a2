using MLSeq.Numerics.Matrices;

namespace MLSeq.Numerics;

/// <summary>
/// Products of row-major matrices on one thread; callers split the rows of a batch over threads. A leading dimension is
/// the distance between the starts of rows. Each element of C is the same whatever the number of rows beside it, but for
/// rounding.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>
    /// C[m, n] = op(A)[m, k] op(B)[k, n], or C += with <paramref name="accumulate"/>; op is the transpose where its flag
    /// is set, so A is then stored [k, m] and B [n, k]. C must not overlap A or B.
    /// </summary>
    /// <exception cref="ArgumentException">A matrix does not fit into its span.</exception>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate) =>
        Multiply(MatrixKernel.Default, transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, accumulate);

    /// <summary>C[m, n] = A[m, k] B[k, n], or C += with <paramref name="accumulate"/>; B was packed before.</summary>
    /// <exception cref="ArgumentException">A matrix does not fit into its span.</exception>
    public static void Multiply(
        int m, ReadOnlySpan<float> a, int lda, PackedMatrix b, Span<float> c, int ldc, bool accumulate)
    {
        CheckSize(nameof(a), a.Length, m, b.K, lda);
        Multiply(b.Kernel, m, b.N, b.K, new LeftOperand(a, lda, false), new RightOperand(b), c, ldc, accumulate, default);
    }

    /// <summary>C[m, n] = op(A)[m, k] op(B)[k, n] with <paramref name="bias"/> [n] added to each row.</summary>
    /// <exception cref="ArgumentException">A matrix or the bias does not fit into its span.</exception>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, ReadOnlySpan<float> bias) =>
        Multiply(MatrixKernel.Default, transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, false, bias[..n]);

    /// <summary>C[m, n] = A[m, k] B[k, n] with <paramref name="bias"/> [n] added to each row; B was packed before.</summary>
    /// <exception cref="ArgumentException">A matrix or the bias does not fit into its span.</exception>
    public static void Multiply(
        int m, ReadOnlySpan<float> a, int lda, PackedMatrix b, Span<float> c, int ldc, ReadOnlySpan<float> bias)
    {
        CheckSize(nameof(a), a.Length, m, b.K, lda);
        Multiply(b.Kernel, m, b.N, b.K, new LeftOperand(a, lda, false), new RightOperand(b), c, ldc, false, bias[..b.N]);
    }

    internal static void Multiply(
        MatrixKernel kernel, bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias = default)
    {
        CheckSize(nameof(a), a.Length, transposeA ? k : m, transposeA ? m : k, lda);
        CheckSize(nameof(b), b.Length, transposeB ? n : k, transposeB ? k : n, ldb);
        var left = new LeftOperand(a, lda, transposeA);
        var right = new RightOperand(b, ldb, transposeB);
        Multiply(kernel, m, n, k, left, right, c, ldc, accumulate, bias);
    }

    internal static void CheckSize(string name, int length, int rows, int columns, int ld)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (ld < columns)
        {
            throw new ArgumentException($"The leading dimension must be at least the {columns} columns, but is {ld}.", name);
        }

        if (rows > 0 && columns > 0 && length < ((rows - 1L) * ld) + columns)
        {
            throw new ArgumentException(
                $"A matrix of {rows} rows, {ld} apart, and {columns} columns does not fit into {length} values.", name);
        }
    }

    private static void Multiply(
        MatrixKernel kernel, int m, int n, int k, in LeftOperand a, in RightOperand b, Span<float> c, int ldc,
        bool accumulate, ReadOnlySpan<float> bias)
    {
        CheckSize(nameof(c), c.Length, m, n, ldc);
        if (m == 0 || n == 0)
        {
            return;
        }

        if (k > 0)
        {
            kernel.Multiply(m, n, k, a, b, c, ldc, accumulate, bias);
            return;
        }

        for (var i = 0; i < m && !accumulate; i++)
        {
            if (bias.IsEmpty)
            {
                c.Slice(i * ldc, n).Clear();
            }
            else
            {
                bias.CopyTo(c.Slice(i * ldc, n));
            }
        }
    }
}
