using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Optimizers;

/// <summary>Runs a kernel over all elements; moments that it does not keep are neither read nor written.</summary>
internal static class UpdateLoop
{
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run<TKernel>(
        TKernel kernel, Span<float> p, ReadOnlySpan<float> g, Span<float> first, Span<float> second, float gradientScale, float weightDecay)
        where TKernel : struct, IUpdateKernel
    {
        var (firstLength, secondLength) = (TKernel.Moments > 0 ? p.Length : 0, TKernel.Moments > 1 ? p.Length : 0);
        if (g.Length != p.Length || first.Length != firstLength || second.Length != secondLength)
        {
            throw new ArgumentException(
                $"{p.Length} values need as many gradients and {TKernel.Moments} times as many moments, not {g.Length}, {first.Length} and {second.Length}.", nameof(p));
        }

        ref var pStart = ref MemoryMarshal.GetReference(p);
        ref var gStart = ref MemoryMarshal.GetReference(g);
        ref var firstStart = ref MemoryMarshal.GetReference(first);
        ref var secondStart = ref MemoryMarshal.GetReference(second);
        nint i = 0;
        for (; i <= p.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Update(kernel, Vector<float>.Count, i, ref pStart, ref gStart, ref firstStart, ref secondStart, gradientScale, weightDecay);
        }

        if (i < p.Length)
        {
            UpdateLast(kernel, p.Length - i, i, ref pStart, ref gStart, ref firstStart, ref secondStart, gradientScale, weightDecay);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UpdateLast<TKernel>(
        TKernel kernel, nint count, nint i, ref float p, ref float g, ref float first, ref float second, float gradientScale, float weightDecay)
        where TKernel : struct, IUpdateKernel =>
        Update(kernel, count, i, ref p, ref g, ref first, ref second, gradientScale, weightDecay);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Update<TKernel>(
        TKernel kernel, nint count, nint i, ref float p, ref float g, ref float first, ref float second, float gradientScale, float weightDecay)
        where TKernel : struct, IUpdateKernel
    {
        ref var at = ref Unsafe.Add(ref p, i);
        var value = PartialVector.Load(ref at, count);
        var gradient = Vector.MultiplyAddEstimate(value, Vector.Create(weightDecay), PartialVector.Load(ref Unsafe.Add(ref g, i), count) * gradientScale);
        var firstMoment = TKernel.Moments > 0 ? PartialVector.Load(ref Unsafe.Add(ref first, i), count) : default;
        var secondMoment = TKernel.Moments > 1 ? PartialVector.Load(ref Unsafe.Add(ref second, i), count) : default;
        PartialVector.Store(kernel.Update(value, gradient, ref firstMoment, ref secondMoment), ref at, count);
        if (TKernel.Moments > 0)
        {
            PartialVector.Store(firstMoment, ref Unsafe.Add(ref first, i), count);
        }

        if (TKernel.Moments > 1)
        {
            PartialVector.Store(secondMoment, ref Unsafe.Add(ref second, i), count);
        }
    }
}
