namespace MLSeq.Numerics;

/// <summary>Activation functions, element by element. Source and destination may be the same memory. NaN gives NaN.</summary>
internal static class Activations
{
    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = 1 / (1 + MathF.Exp(-x[i]));
        }
    }

    /// <summary>x = 1 / (1 + e^-x), in place.</summary>
    public static void Sigmoid(Span<float> x) => Sigmoid(x, x);

    /// <summary>y = tanh x.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = MathF.Tanh(x[i]);
        }
    }

    /// <summary>x = tanh x, in place.</summary>
    public static void Tanh(Span<float> x) => Tanh(x, x);

    /// <summary>y = e^x.</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = MathF.Exp(x[i]);
        }
    }

    /// <summary>x = e^x, in place.</summary>
    public static void Exp(Span<float> x) => Exp(x, x);

    /// <summary>dx = dy y (1 - y) in place of dy, where y = sigmoid(x).</summary>
    public static void SigmoidGradient(ReadOnlySpan<float> y, Span<float> dy)
    {
        for (var i = 0; i < y.Length; i++)
        {
            dy[i] *= y[i] * (1 - y[i]);
        }
    }

    /// <summary>dx = dy (1 - y²) in place of dy, where y = tanh(x).</summary>
    public static void TanhGradient(ReadOnlySpan<float> y, Span<float> dy)
    {
        for (var i = 0; i < y.Length; i++)
        {
            dy[i] *= 1 - (y[i] * y[i]);
        }
    }
}
