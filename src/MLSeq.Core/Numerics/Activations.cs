using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics;

/// <summary>
/// Activation functions, element by element, within 2e-7 of the true value. Source and destination may be the same
/// memory, else must not overlap. NaN gives NaN.
/// </summary>
internal static class Activations
{
    private interface IFunction
    {
        static abstract Vector<float> Invoke(Vector<float> x, Vector<float> y);
    }

    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Apply<SigmoidFunction>(x, y);

    /// <summary>x = 1 / (1 + e^-x), in place.</summary>
    public static void Sigmoid(Span<float> x) => Apply<SigmoidFunction>(x, x);

    /// <summary>y = tanh x.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Apply<TanhFunction>(x, y);

    /// <summary>x = tanh x, in place.</summary>
    public static void Tanh(Span<float> x) => Apply<TanhFunction>(x, x);

    /// <summary>y = max(0, x).</summary>
    public static void Rectifier(ReadOnlySpan<float> x, Span<float> y) => Apply<RectifierFunction>(x, y);

    /// <summary>y = e^x.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Apply<ExpFunction>(x, y);

    /// <summary>x = e^x, in place.</summary>
    public static void Exp(Span<float> x) => Apply<ExpFunction>(x, x);

    /// <summary>dx = dy y (1 - y) in place of dy, where y = sigmoid(x).</summary>
    public static void SigmoidGradient(ReadOnlySpan<float> y, Span<float> dy) => Apply<SigmoidGradientFunction>(y, dy);

    /// <summary>dx = dy (1 - y²) in place of dy, where y = tanh(x).</summary>
    public static void TanhGradient(ReadOnlySpan<float> y, Span<float> dy) => Apply<TanhGradientFunction>(y, dy);

    /// <summary>dx = dy where y > 0, else 0, in place of dy, where y = max(0, x).</summary>
    public static void RectifierGradient(ReadOnlySpan<float> y, Span<float> dy) => Apply<RectifierGradientFunction>(y, dy);

    /// <summary>y = f(x, y).</summary>
    private static void Apply<TFunction>(ReadOnlySpan<float> x, Span<float> y)
        where TFunction : struct, IFunction
    {
        if (y.Length < x.Length)
        {
            throw new ArgumentException($"The destination has {y.Length} values, fewer than the source's {x.Length}.", nameof(y));
        }

        ref var xStart = ref MemoryMarshal.GetReference(x);
        ref var yStart = ref MemoryMarshal.GetReference(y);
        nint i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ref var at = ref Unsafe.Add(ref yStart, i);
            TFunction.Invoke(Vector.LoadUnsafe(ref Unsafe.Add(ref xStart, i)), Vector.LoadUnsafe(ref at)).StoreUnsafe(ref at);
        }

        if (i < x.Length)
        {
            ApplyToLast<TFunction>(x.Length - i, ref Unsafe.Add(ref xStart, i), ref Unsafe.Add(ref yStart, i));
        }
    }

    // Apart, so that the calls it takes cost the loop no registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ApplyToLast<TFunction>(nint count, ref float x, ref float y)
        where TFunction : struct, IFunction
    {
        var result = TFunction.Invoke(PartialVector.Load(ref x, count), PartialVector.Load(ref y, count));
        PartialVector.Store(result, ref y, count);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => VectorMath.Sigmoid(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => VectorMath.Tanh(x);
    }

    private readonly struct ExpFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => VectorMath.Exp(x);
    }

    private readonly struct SigmoidGradientFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => y * x * (Vector<float>.One - x);
    }

    private readonly struct TanhGradientFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => y * (Vector<float>.One - (x * x));
    }

    private readonly struct RectifierFunction : IFunction
    {
        // The operand order lets a NaN through.
        public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => Vector.MaxNative(Vector<float>.Zero, x);
    }

    private readonly struct RectifierGradientFunction : IFunction
    {
        public static Vector<float> Invoke(Vector<float> y, Vector<float> dy) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), dy, Vector<float>.Zero);
    }
}
