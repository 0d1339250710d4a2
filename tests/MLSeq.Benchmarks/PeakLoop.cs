using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLSeq.Numerics.Matrices;

namespace MLSeq.Benchmarks;

/// <summary>What one core can do at most: multiply-adds on registers alone, enough of them side by side to hide their latency.</summary>
internal static class PeakLoop
{
    private const int Chains = 12;
    private const int Steps = 20_000;

    private static float _sink;

    /// <summary>Measures GFLOP/s at the widest vectors of this processor.</summary>
    public static double GigaFlops()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Measure<Simd512, Vector512<float>>();
        }

        return Vector256.IsHardwareAccelerated
            ? Measure<Simd256, Vector256<float>>()
            : Measure<Simd128, Vector128<float>>();
    }

    private static double Measure<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        2d * Chains * Steps * TSimd.Count / Stopwatches.Least(Loop<TSimd, TVector>, 0.5) / 1e9;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var x = TSimd.Broadcast(0.999f);
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (var step = 0; step < Steps; step++)
        {
            a = TSimd.MultiplyAdd(a, x, x);
            b = TSimd.MultiplyAdd(b, x, x);
            c = TSimd.MultiplyAdd(c, x, x);
            d = TSimd.MultiplyAdd(d, x, x);
            e = TSimd.MultiplyAdd(e, x, x);
            f = TSimd.MultiplyAdd(f, x, x);
            g = TSimd.MultiplyAdd(g, x, x);
            h = TSimd.MultiplyAdd(h, x, x);
            i = TSimd.MultiplyAdd(i, x, x);
            j = TSimd.MultiplyAdd(j, x, x);
            k = TSimd.MultiplyAdd(k, x, x);
            l = TSimd.MultiplyAdd(l, x, x);
        }

        var sum = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h)));
        sum = TSimd.Add(sum, TSimd.Add(TSimd.Add(i, j), TSimd.Add(k, l)));
        Span<float> values = stackalloc float[16];
        TSimd.Store(sum, ref values[0]);
        _sink = values[0];
    }
}
