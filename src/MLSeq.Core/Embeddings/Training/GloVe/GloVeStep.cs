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
/// Kept is not G but r = 1 / sqrt(G): then the step is u = t r, and r becomes 1 / sqrt(1/r² + t²) = r / sqrt(1 + u²),
/// for small u a polynomial in u². There is no root and no quotient but in the rare steps that are not small.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct GloVeStep(int stride, GloVeOptions options)
{
    private const int ChunkLength = 256;
    private const float MaxGradient = 100;

    // Of 1 / sqrt(1 + s) = 1 - s/2 + 3/8 s² - ..., the last one fitted: up to MaxStep², within 5e-6.
    private const float MaxStep = 0.3f;
    private const float Square = 0.375f;
    private const float Cube = -0.294f;

    private readonly float _logMax = MathF.Log(options.MaxCooccurrence);
    private readonly float _alpha = options.Alpha;
    private readonly float _rate = options.LearningRate;

    /// <summary>Goes through the records in their order.</summary>
    /// <param name="records">The records.</param>
    /// <param name="rows">What the records' rows point into, [words, values and scales].</param>
    /// <param name="columns">What the records' columns point into, [words, values and scales].</param>
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
        nint i = 0;
        for (; i <= end - (2 * width); i += 2 * width)
        {
            var (w1, c1) = (Load(ref w, i), Load(ref c, i));
            var (w2, c2) = (Load(ref w, i + width), Load(ref c, i + width));
            dot = Vector.MultiplyAddEstimate(w1, c1, dot);
            squaresW = Vector.MultiplyAddEstimate(w1, w1, squaresW);
            squaresC = Vector.MultiplyAddEstimate(c1, c1, squaresC);
            dot2 = Vector.MultiplyAddEstimate(w2, c2, dot2);
            squaresW = Vector.MultiplyAddEstimate(w2, w2, squaresW);
            squaresC = Vector.MultiplyAddEstimate(c2, c2, squaresC);
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

        // No value is larger than the root of the squares' sum, and no scale larger than 1.
        var scaled = _rate * gradient;
        if (scaled * scaled * Vector.Sum(squaresW + squaresC) > MaxStep * MaxStep)
        {
            LargeStep(gradient, ref w, ref c);
            return 0.5f * gradient * d;
        }

        var scales = Vector.Create(scaled);
        for (i = 0; i < end; i += width)
        {
            var (w1, c1) = (Load(ref w, i), Load(ref c, i));
            var (wr, cr) = (Load(ref w, end + i), Load(ref c, end + i));
            var u = scales * c1 * wr;
            var v = scales * w1 * cr;
            Store(w1 - u, ref w, i);
            Store(c1 - v, ref c, i);
            Store(Shorten(wr, u * u), ref w, end + i);
            Store(Shorten(cr, v * v), ref c, end + i);
        }

        return 0.5f * gradient * d;
    }

    /// <summary>r / sqrt(1 + s) for small s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Shorten(Vector<float> r, Vector<float> s)
    {
        var p = Vector.MultiplyAddEstimate(s, Vector.Create(Cube), Vector.Create(Square));
        p = Vector.MultiplyAddEstimate(s, p, Vector.Create(-0.5f));
        return Vector.MultiplyAddEstimate(r * s, p, r);
    }

    /// <summary>The step by its definition, with gradients clipped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LargeStep(float gradient, ref float w, ref float c)
    {
        for (var i = 0; i < stride; i++)
        {
            ref var wi = ref Unsafe.Add(ref w, i);
            ref var ci = ref Unsafe.Add(ref c, i);
            ref var wr = ref Unsafe.Add(ref w, stride + i);
            ref var cr = ref Unsafe.Add(ref c, stride + i);
            var u = _rate * Math.Clamp(gradient * ci, -MaxGradient, MaxGradient) * wr;
            var v = _rate * Math.Clamp(gradient * wi, -MaxGradient, MaxGradient) * cr;
            (wi, ci) = (wi - u, ci - v);
            (wr, cr) = (wr / MathF.Sqrt(1 + (u * u)), cr / MathF.Sqrt(1 + (v * v)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, nint index) => Vector.LoadUnsafe(ref start, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, ref float start, nint index) => Vector.StoreUnsafe(value, ref start, (nuint)index);
}
