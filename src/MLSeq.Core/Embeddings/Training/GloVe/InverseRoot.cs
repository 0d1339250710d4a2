using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLSeq.Embeddings.Training.GloVe;

internal static class InverseRoot
{
    /// <summary>The largest relative error of <see cref="Estimate"/>.</summary>
    public const float Error = 4e-4f;

    /// <summary>1 / sqrt(x), x &gt; 0, by the processor's estimate where it has one: of 12 bits and more on x86; on ARM, of 8 bits, refined once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Estimate(Vector<float> x)
    {
        if (Vector<float>.Count == Vector256<float>.Count && Avx.IsSupported)
        {
            return Avx.ReciprocalSqrt(x.AsVector256()).AsVector();
        }

        if (Vector<float>.Count == Vector512<float>.Count && Avx512F.IsSupported)
        {
            return Avx512F.ReciprocalSqrt14(x.AsVector512()).AsVector();
        }

        if (Vector<float>.Count == Vector128<float>.Count && Sse.IsSupported)
        {
            return Sse.ReciprocalSqrt(x.AsVector128()).AsVector();
        }

        if (Vector<float>.Count == Vector128<float>.Count && AdvSimd.IsSupported)
        {
            var estimate = AdvSimd.ReciprocalSquareRootEstimate(x.AsVector128());
            return (estimate * AdvSimd.ReciprocalSquareRootStep(x.AsVector128(), estimate * estimate)).AsVector();
        }

        return Vector<float>.One / Vector.SquareRoot(x);
    }
}
