using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>Softmax and its logarithmic denominator, safe for any finite scores. A NaN makes the whole result NaN.</summary>
internal static class Softmax
{
    /// <summary>Each row x of [rows, columns] becomes e^(x - max x) / sum e^(x - max x), in place.</summary>
    public static void Rows(int rows, int columns, Span<float> x, int ldx)
    {
        for (var r = 0; r < rows && columns > 0; r++)
        {
            var row = x.Slice(r * ldx, columns);
            var sum = SumExp(row, TensorPrimitives.Max((ReadOnlySpan<float>)row), row);
            TensorPrimitives.Multiply(row, 1 / sum, row);
        }
    }

    /// <summary>x becomes <paramref name="scale"/> times its softmax.</summary>
    /// <returns>log sum e^x.</returns>
    public static float Row(Span<float> x, float scale)
    {
        var max = TensorPrimitives.Max((ReadOnlySpan<float>)x);
        var sum = SumExp(x, max, x);
        TensorPrimitives.Multiply(x, scale / sum, x);
        return max + MathF.Log(sum);
    }

    /// <summary>log sum e^x = max x + log sum e^(x - max x); minus infinity where <paramref name="x"/> is empty.</summary>
    public static float LogSumExp(ReadOnlySpan<float> x)
    {
        var max = x.IsEmpty ? float.NegativeInfinity : TensorPrimitives.Max(x);
        return float.IsInfinity(max) ? max : max + MathF.Log(SumExp(x, max, default));
    }

    /// <summary>sum e^(x - shift); the terms go to <paramref name="terms"/> too unless it is empty.</summary>
    private static float SumExp(ReadOnlySpan<float> x, float shift, Span<float> terms)
    {
        ref var start = ref MemoryMarshal.GetReference(x);
        var shifts = Vector.Create(shift);
        var sums = Vector<float>.Zero;
        for (nint i = 0; i < x.Length; i += Vector<float>.Count)
        {
            // What is past the end is e^-infinity = 0.
            var count = Math.Min(x.Length - i, Vector<float>.Count);
            var values = PartialVector.Load(ref Unsafe.Add(ref start, i), count, float.NegativeInfinity);
            var term = VectorMath.Exp(values - shifts);
            sums += term;
            if (!terms.IsEmpty)
            {
                PartialVector.Store(term, ref Unsafe.Add(ref MemoryMarshal.GetReference(terms), i), count);
            }
        }

        return Vector.Sum(sums);
    }
}
