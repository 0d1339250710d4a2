using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// One step of Adam (Kingma and Ba, 2015, algorithm 1), with the gradient g scaled first (clipping):
/// <code>
/// m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g²
/// p = p - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// The constants of step t are worked out once; <see cref="Update(Span{float}, ReadOnlySpan{float}, Span{float}, Span{float}, float)"/> then runs over each parameter, whole or by rows.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Adam
{
    private readonly float _firstWeight;
    private readonly float _secondWeight;
    private readonly float _epsilon;
    private readonly float _rate;
    private readonly float _secondMomentScale;

    /// <summary>The step number <paramref name="t"/>, from 1.</summary>
    public Adam(long t, double rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);

        // In double: 1 - 0.999f would be off by 5e-5.
        _firstWeight = (float)(1 - beta1);
        _secondWeight = (float)(1 - beta2);
        _epsilon = (float)epsilon;
        _rate = (float)(rate / (1 - Math.Pow(beta1, t)));
        _secondMomentScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, t)));
    }

    /// <summary>Updates values p and moments m, v by <paramref name="gradientScale"/> times gradients g, all of one length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Update(Span<float> p, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float gradientScale = 1)
    {
        if (g.Length != p.Length || m.Length != p.Length || v.Length != p.Length)
        {
            throw new ArgumentException(
                $"{p.Length} values need as many gradients and moments, not {g.Length}, {m.Length} and {v.Length}.", nameof(p));
        }

        ref var pStart = ref MemoryMarshal.GetReference(p);
        ref var gStart = ref MemoryMarshal.GetReference(g);
        ref var mStart = ref MemoryMarshal.GetReference(m);
        ref var vStart = ref MemoryMarshal.GetReference(v);
        nint i = 0;
        for (; i <= p.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Update(
                Vector<float>.Count, ref Unsafe.Add(ref pStart, i), ref Unsafe.Add(ref gStart, i),
                ref Unsafe.Add(ref mStart, i), ref Unsafe.Add(ref vStart, i), gradientScale);
        }

        if (i < p.Length)
        {
            UpdateLast(
                p.Length - i, ref Unsafe.Add(ref pStart, i), ref Unsafe.Add(ref gStart, i),
                ref Unsafe.Add(ref mStart, i), ref Unsafe.Add(ref vStart, i), gradientScale);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void UpdateLast(nint count, ref float p, ref float g, ref float m, ref float v, float gradientScale) =>
        Update(count, ref p, ref g, ref m, ref v, gradientScale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(nint count, ref float p, ref float g, ref float m, ref float v, float gradientScale)
    {
        var gradient = PartialVector.Load(ref g, count) * gradientScale;
        var first = PartialVector.Load(ref m, count);
        var second = PartialVector.Load(ref v, count);
        first = Vector.MultiplyAddEstimate(gradient - first, Vector.Create(_firstWeight), first);
        second = Vector.MultiplyAddEstimate((gradient * gradient) - second, Vector.Create(_secondWeight), second);
        PartialVector.Store(first, ref m, count);
        PartialVector.Store(second, ref v, count);

        var scale = (Vector.SquareRoot(second) * _secondMomentScale) + Vector.Create(_epsilon);
        PartialVector.Store(PartialVector.Load(ref p, count) - (first * _rate / scale), ref p, count);
    }
}
