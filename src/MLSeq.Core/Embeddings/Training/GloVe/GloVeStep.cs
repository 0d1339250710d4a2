using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// The steps of stochastic gradient descent over the co-occurrences of two groups of words (Pennington, Socher and
/// Manning, 2014, equation 8), each with AdaGrad (Duchi, Hazan and Singer, 2011):
/// <code>
/// J = 1/2 f(x) d²      d = w c + b + b - log x      f(x) = min(1, (x / x_max)^alpha)
/// t = rate f d c       w = w - t / sqrt(G)          G = G + t²        and likewise for c and the biases
/// </code>
/// </summary>
/// <remarks>
/// 1 / sqrt(G) is estimated: the length of each step is then off by up to 0.04 %, at random, and G itself is exact.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct GloVeStep(int stride, GloVeOptions options)
{
    private const int ChunkLength = 256;
    private const float MaxGradient = 100;

    private readonly float _logMax = MathF.Log(options.MaxCooccurrence);
    private readonly float _alpha = options.Alpha;
    private readonly float _rate = options.LearningRate;

    /// <summary>Goes through the records in their order.</summary>
    /// <param name="records">The records.</param>
    /// <param name="rows">What the records' rows point into, [words, values and G].</param>
    /// <param name="columns">What the records' columns point into, [words, values and G].</param>
    /// <returns>The sum of J. Records whose d is not finite change nothing but this sum.</returns>
    public double Run(ReadOnlySpan<Cooccurrence> records, Span<float> rows, Span<float> columns)
    {
        var loss = 0d;
        Span<float> weights = stackalloc float[ChunkLength];
        ref var row = ref MemoryMarshal.GetReference(rows);
        ref var column = ref MemoryMarshal.GetReference(columns);
        nint rowLength = 2 * stride;
        for (; !records.IsEmpty; records = records[Math.Min(ChunkLength, records.Length)..])
        {
            var count = Math.Min(ChunkLength, records.Length);
            for (var i = 0; i < count; i++)
            {
                weights[i] = Math.Min(0, (records[i].LogValue - _logMax) * _alpha);
            }

            TensorPrimitives.Exp(weights[..count], weights);
            for (var i = 0; i < count; i++)
            {
                var record = records[i];
                loss += Step(
                    ref Unsafe.Add(ref row, record.Row * rowLength), ref Unsafe.Add(ref column, record.Column * rowLength),
                    record.LogValue, weights[i]);
            }
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Step(ref float w, ref float c, float target, float weight)
    {
        nint width = Vector<float>.Count;
        nint end = stride;
        var (dot, dot2) = (Vector<float>.Zero, Vector<float>.Zero);
        var (squaresW, squaresC) = (Vector<float>.Zero, Vector<float>.Zero);
        var (squaresW2, squaresC2) = (Vector<float>.Zero, Vector<float>.Zero);
        nint i = 0;
        for (; i <= end - (2 * width); i += 2 * width)
        {
            var (w1, c1) = (Load(ref w, i), Load(ref c, i));
            var (w2, c2) = (Load(ref w, i + width), Load(ref c, i + width));
            dot = Vector.MultiplyAddEstimate(w1, c1, dot);
            squaresW = Vector.MultiplyAddEstimate(w1, w1, squaresW);
            squaresC = Vector.MultiplyAddEstimate(c1, c1, squaresC);
            dot2 = Vector.MultiplyAddEstimate(w2, c2, dot2);
            squaresW2 = Vector.MultiplyAddEstimate(w2, w2, squaresW2);
            squaresC2 = Vector.MultiplyAddEstimate(c2, c2, squaresC2);
        }

        if (i < end)
        {
            var (w1, c1) = (Load(ref w, i), Load(ref c, i));
            dot = Vector.MultiplyAddEstimate(w1, c1, dot);
            squaresW = Vector.MultiplyAddEstimate(w1, w1, squaresW);
            squaresC = Vector.MultiplyAddEstimate(c1, c1, squaresC);
        }

        var d = Vector.Sum(dot + dot2) - target;
        var gradient = weight * d;
        if (!float.IsFinite(d))
        {
            return d;
        }

        // No value is larger than the root of the squares' sum.
        if (gradient * gradient * Vector.Sum(squaresW + squaresC + (squaresW2 + squaresC2)) > MaxGradient * MaxGradient)
        {
            ClippedStep(gradient, ref w, ref c);
            return 0.5f * gradient * d;
        }

        var scaled = Vector.Create(_rate * gradient);
        for (i = 0; i < end; i += width)
        {
            var (w1, c1) = (Load(ref w, i), Load(ref c, i));
            var (wSquares, cSquares) = (Load(ref w, end + i), Load(ref c, end + i));
            var t = scaled * c1;
            var s = scaled * w1;
            Store(Vector.MultiplyAddEstimate(-t, InverseRoot.Estimate(wSquares), w1), ref w, i);
            Store(Vector.MultiplyAddEstimate(-s, InverseRoot.Estimate(cSquares), c1), ref c, i);
            Store(Vector.MultiplyAddEstimate(t, t, wSquares), ref w, end + i);
            Store(Vector.MultiplyAddEstimate(s, s, cSquares), ref c, end + i);
        }

        return 0.5f * gradient * d;
    }

    /// <summary>The step with gradients clipped, as in the authors' program.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ClippedStep(float gradient, ref float w, ref float c)
    {
        for (var i = 0; i < stride; i++)
        {
            ref var wi = ref Unsafe.Add(ref w, i);
            ref var ci = ref Unsafe.Add(ref c, i);
            ref var wSquares = ref Unsafe.Add(ref w, stride + i);
            ref var cSquares = ref Unsafe.Add(ref c, stride + i);
            var t = _rate * Math.Clamp(gradient * ci, -MaxGradient, MaxGradient);
            var s = _rate * Math.Clamp(gradient * wi, -MaxGradient, MaxGradient);
            (wi, ci) = (wi - (t / MathF.Sqrt(wSquares)), ci - (s / MathF.Sqrt(cSquares)));
            (wSquares, cSquares) = (wSquares + (t * t), cSquares + (s * s));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, nint index) => Vector.LoadUnsafe(ref start, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, ref float start, nint index) => Vector.StoreUnsafe(value, ref start, (nuint)index);
}
