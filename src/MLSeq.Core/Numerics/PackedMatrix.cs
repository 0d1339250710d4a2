using MLSeq.Numerics.Matrices;

namespace MLSeq.Numerics;

/// <summary>
/// The right-hand matrix B [k, n] of products C = A B, rearranged once for the kernel of <see cref="MatrixProduct"/>:
/// for weights that are multiplied at every time step.
/// </summary>
/// <remarks>
/// Panel after panel of as many columns as the register tile has, each [k, panel width] row by row, the last one filled up
/// with zeros. The kernel then reads it from front to back.
/// </remarks>
internal sealed class PackedMatrix
{
    private readonly AlignedBuffer _panels;

    /// <summary>Takes memory for a matrix of <paramref name="k"/> rows and <paramref name="n"/> columns, zero until packed.</summary>
    public PackedMatrix(int k, int n)
        : this(k, n, MatrixKernel.Default)
    {
    }

    internal PackedMatrix(int k, int n, MatrixKernel kernel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        K = k;
        N = n;
        Kernel = kernel;
        var panels = (n + kernel.PanelWidth - 1) / kernel.PanelWidth;
        _panels = new AlignedBuffer(checked(k * panels * kernel.PanelWidth));
    }

    /// <summary>The number of rows of B.</summary>
    public int K { get; }

    /// <summary>The number of columns of B.</summary>
    public int N { get; }

    internal MatrixKernel Kernel { get; }

    internal ReadOnlySpan<float> Panels => _panels.Span;

    /// <summary>
    /// Copies B from <paramref name="b"/>: [k, n] row by row, or [n, k] if <paramref name="transpose"/>, each row
    /// <paramref name="ldb"/> floats after the one before. Allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentException">B does not fit into the span.</exception>
    public void Pack(bool transpose, ReadOnlySpan<float> b, int ldb)
    {
        MatrixProduct.CheckSize(nameof(b), b.Length, transpose ? N : K, transpose ? K : N, ldb);
        var panelWidth = Kernel.PanelWidth;
        for (var j = 0; j < N && K > 0; j += panelWidth)
        {
            var width = Math.Min(panelWidth, N - j);
            var panel = _panels.Span[(j * K)..];
            if (transpose)
            {
                Packing.Columns(width, K, b[(j * ldb)..], ldb, panel, panelWidth);
            }
            else
            {
                Packing.Rows(width, K, b[j..], ldb, panel, panelWidth);
            }
        }
    }
}
