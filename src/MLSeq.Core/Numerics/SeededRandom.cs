using System.Numerics;

namespace MLSeq.Numerics;

/// <summary>
/// A seeded random stream that gives the same numbers on every platform and .NET version: xoshiro256** (Blackman and
/// Vigna, 2018), seeded by SplitMix64.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(params ReadOnlySpan<long> seeds) => Seed(seeds);

    /// <summary>Starts the stream that belongs to <paramref name="seeds"/>, all of them and in this order.</summary>
    public void Seed(params ReadOnlySpan<long> seeds)
    {
        var state = Hash(seeds);
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    /// <summary>64 well-mixed bits that depend on each of <paramref name="values"/>.</summary>
    public static ulong Hash(params ReadOnlySpan<long> values)
    {
        var state = 0UL;
        foreach (var value in values)
        {
            state ^= (ulong)value;
            state = Mix(ref state);
        }

        return state;
    }

    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, <paramref name="bound"/>).</summary>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Fills with numbers uniform in [-<paramref name="limit"/>, <paramref name="limit"/>).</summary>
    public void Uniform(Span<float> values, double limit)
    {
        foreach (ref var value in values)
        {
            value = (float)(((2 * NextDouble()) - 1) * limit);
        }
    }

    /// <summary>Fills with normal numbers of mean 0 (Box and Muller, 1958).</summary>
    public void Normal(Span<float> values, double deviation)
    {
        foreach (ref var value in values)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
            value = (float)(deviation * radius * Math.Cos(2 * Math.PI * NextDouble()));
        }
    }

    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
