using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// The element-wise parts of a gated recurrent unit's step, one row of H elements at a time, with the update gate z, the
/// candidate n and the previous state h':
/// <code>
/// h = (1 - z) n + z h'
/// </code>
/// and the product of the reset gate r with what it resets.
/// </summary>
internal static class GruGates
{
    /// <summary>h = (1 - z) n + z h'; an empty h' is zero.</summary>
    public static void Blend(ReadOnlySpan<float> z, ReadOnlySpan<float> n, ReadOnlySpan<float> previous, Span<float> h)
    {
        n = n[..z.Length];
        h = h[..z.Length];
        previous = previous.IsEmpty ? previous : previous[..z.Length];
        nint j = 0;
        for (; j <= z.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            Blend(Vector<float>.Count, j, z, n, previous, h);
        }

        if (j < z.Length)
        {
            LastBlend(z.Length - j, j, z, n, previous, h);
        }
    }

    /// <summary>
    /// The way back of <see cref="Blend(ReadOnlySpan{float}, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>, sigmoid and tanh
    /// from <paramref name="dh"/>: da_z = dh (h' - n) z (1 - z) in the place of z, da_n = dh (1 - z) (1 - n²) in the place of n, and dh' +=
    /// dh z unless <paramref name="dPrevious"/> is empty.
    /// </summary>
    public static void BlendGradient(
        Span<float> z, Span<float> n, ReadOnlySpan<float> previous, ReadOnlySpan<float> dh, Span<float> dPrevious)
    {
        n = n[..z.Length];
        dh = dh[..z.Length];
        previous = previous.IsEmpty ? previous : previous[..z.Length];
        dPrevious = dPrevious.IsEmpty ? dPrevious : dPrevious[..z.Length];
        nint j = 0;
        for (; j <= z.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            BlendGradient(Vector<float>.Count, j, z, n, previous, dh, dPrevious);
        }

        if (j < z.Length)
        {
            LastBlendGradient(z.Length - j, j, z, n, previous, dh, dPrevious);
        }
    }

    /// <summary>
    /// The way back of the product r v, and of r's sigmoid, from the product's gradient d: da_r = d v r (1 - r) in the place of r, and
    /// dv = d r, or += with <paramref name="accumulate"/>, unless <paramref name="dv"/> is empty; it may be the memory of v.
    /// </summary>
    public static void ResetGradient(Span<float> r, ReadOnlySpan<float> v, ReadOnlySpan<float> d, Span<float> dv, bool accumulate)
    {
        v = v[..r.Length];
        d = d[..r.Length];
        dv = dv.IsEmpty ? dv : dv[..r.Length];
        nint j = 0;
        for (; j <= r.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            ResetGradient(Vector<float>.Count, j, r, v, d, dv, accumulate);
        }

        if (j < r.Length)
        {
            LastResetGradient(r.Length - j, j, r, v, d, dv, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blend(
        nint count, nint j, ReadOnlySpan<float> z, ReadOnlySpan<float> n, ReadOnlySpan<float> previous, Span<float> h)
    {
        var candidate = PartialVector.Load(ref At(n, j), count);
        var before = previous.IsEmpty ? Vector<float>.Zero : PartialVector.Load(ref At(previous, j), count);
        var state = Vector.MultiplyAddEstimate(PartialVector.Load(ref At(z, j), count), before - candidate, candidate);
        PartialVector.Store(state, ref At(h, j), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BlendGradient(
        nint count, nint j, Span<float> z, Span<float> n, ReadOnlySpan<float> previous, ReadOnlySpan<float> dh, Span<float> dPrevious)
    {
        var one = Vector<float>.One;
        var update = PartialVector.Load(ref At(z, j), count);
        var candidate = PartialVector.Load(ref At(n, j), count);
        var before = previous.IsEmpty ? Vector<float>.Zero : PartialVector.Load(ref At(previous, j), count);
        var gradient = PartialVector.Load(ref At(dh, j), count);
        var ofCandidate = gradient * (one - update);
        var carried = gradient * update;
        PartialVector.Store(ofCandidate * update * (before - candidate), ref At(z, j), count);
        PartialVector.Store(ofCandidate * (one - (candidate * candidate)), ref At(n, j), count);
        if (!dPrevious.IsEmpty)
        {
            PartialVector.Store(PartialVector.Load(ref At(dPrevious, j), count) + carried, ref At(dPrevious, j), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ResetGradient(nint count, nint j, Span<float> r, ReadOnlySpan<float> v, ReadOnlySpan<float> d, Span<float> dv, bool accumulate)
    {
        var reset = PartialVector.Load(ref At(r, j), count);
        var carried = PartialVector.Load(ref At(d, j), count) * reset;
        var ofReset = carried * PartialVector.Load(ref At(v, j), count) * (Vector<float>.One - reset);
        PartialVector.Store(ofReset, ref At(r, j), count);
        if (!dv.IsEmpty)
        {
            carried = accumulate ? PartialVector.Load(ref At(dv, j), count) + carried : carried;
            PartialVector.Store(carried, ref At(dv, j), count);
        }
    }

    // What is left of a row is apart, so that the calls it takes cost the loops no registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastBlend(
        nint count, nint j, ReadOnlySpan<float> z, ReadOnlySpan<float> n, ReadOnlySpan<float> previous, Span<float> h) =>
        Blend(count, j, z, n, previous, h);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastBlendGradient(
        nint count, nint j, Span<float> z, Span<float> n, ReadOnlySpan<float> previous, ReadOnlySpan<float> dh, Span<float> dPrevious) =>
        BlendGradient(count, j, z, n, previous, dh, dPrevious);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastResetGradient(nint count, nint j, Span<float> r, ReadOnlySpan<float> v, ReadOnlySpan<float> d, Span<float> dv, bool accumulate) =>
        ResetGradient(count, j, r, v, d, dv, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float At(ReadOnlySpan<float> values, nint j) => ref Unsafe.Add(ref MemoryMarshal.GetReference(values), j);
}
