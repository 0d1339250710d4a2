using System.Runtime.Intrinsics;

namespace MLSeq.Numerics.Matrices;

/// <summary>The matrix product at one vector width.</summary>
internal abstract class MatrixKernel
{
    /// <summary>The kernel of the widest vectors that are fast on this processor.</summary>
    public static MatrixKernel Default { get; } =
        Vector512.IsHardwareAccelerated ? ForWidth(512) : Vector256.IsHardwareAccelerated ? ForWidth(256) : ForWidth(128);

    /// <summary>Columns of the register tile: two vectors. B is packed in panels of this width.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>The kernel for vectors of <paramref name="bits"/>; it works, slowly, even where the processor lacks them.</summary>
    public static MatrixKernel ForWidth(int bits) => bits switch
    {
        512 => new BlockedMatrixKernel<Simd512, Vector512<float>>(),
        256 => new BlockedMatrixKernel<Simd256, Vector256<float>>(),
        128 => new BlockedMatrixKernel<Simd128, Vector128<float>>(),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "The vector width must be 128, 256 or 512 bits."),
    };

    /// <summary>
    /// C[m, n] = A[m, k] B[k, n], or C += with <paramref name="accumulate"/>, or with <paramref name="bias"/> [n] added to each row unless
    /// it is empty; all sizes are positive and have been checked against the spans.
    /// </summary>
    public abstract void Multiply(
        int m, int n, int k, in LeftOperand a, in RightOperand b, Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias);
}
