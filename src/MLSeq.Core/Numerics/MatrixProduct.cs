namespace MLSeq.Numerics;

/// <summary>Products of row-major matrices on one thread; callers split the rows of a batch over threads.</summary>
internal static class MatrixProduct
{
    /// <summary>
    /// C[m, n] = op(A)[m, k] op(B)[k, n], or C += with <paramref name="accumulate"/>; op is the transpose where its flag
    /// is set, so A is then stored [k, m] and B [n, k]. A leading dimension is the distance between the starts of rows.
    /// </summary>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<float> a, int lda,
        ReadOnlySpan<float> b, int ldb, Span<float> c, int ldc, bool accumulate)
    {
        for (var i = 0; i < m; i++)
        {
            var row = c.Slice(i * ldc, n);
            if (!accumulate)
            {
                row.Clear();
            }

            for (var p = 0; p < k; p++)
            {
                var x = transposeA ? a[(p * lda) + i] : a[(i * lda) + p];
                for (var j = 0; j < n; j++)
                {
                    row[j] += x * (transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j]);
                }
            }
        }
    }

    /// <summary>C[m, n] = A[m, k] B[k, n], or C += with <paramref name="accumulate"/>; B was packed before.</summary>
    public static void Multiply(
        int m, ReadOnlySpan<float> a, int lda, PackedMatrix b, Span<float> c, int ldc, bool accumulate) =>
        Multiply(false, false, m, b.N, b.K, a, lda, b.Values, b.N, c, ldc, accumulate);
}
