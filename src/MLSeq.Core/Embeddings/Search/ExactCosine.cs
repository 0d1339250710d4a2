using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Search;

/// <summary>Cosines of float vectors in double precision, which no float vector over- or underflows.</summary>
internal static class ExactCosine
{
    /// <summary>a b / (|a| |b|); 0 where one of them is zero.</summary>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => Of(a, b, Norm(b));

    /// <summary>a b / (|a| |b|) for a known |b|; 0 where one of them is zero.</summary>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double normOfB)
    {
        var norms = Norm(a) * normOfB;
        return norms == 0 ? 0 : Dot(a, b) / norms;
    }

    /// <summary>The Euclidean length.</summary>
    public static double Norm(ReadOnlySpan<float> x) => Math.Sqrt(Dot(x, x));

    /// <summary>sum x y; the spans have one length.</summary>
    public static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref var startOfX = ref MemoryMarshal.GetReference(x);
        ref var startOfY = ref MemoryMarshal.GetReference(y);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref startOfX, (nuint)i), out var lowOfX, out var highOfX);
            Vector.Widen(Vector.LoadUnsafe(ref startOfY, (nuint)i), out var lowOfY, out var highOfY);
            low += lowOfX * lowOfY;
            high += highOfX * highOfY;
        }

        var sum = Vector.Sum(low + high);
        for (; i < x.Length; i++)
        {
            sum += (double)Unsafe.Add(ref startOfX, i) * Unsafe.Add(ref startOfY, i);
        }

        return sum;
    }
}
