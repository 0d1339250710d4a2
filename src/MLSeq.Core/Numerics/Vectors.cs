namespace MLSeq.Numerics;

/// <summary>Vector arithmetic over spans of one length.</summary>
internal static class Vectors
{
    /// <summary>y += alpha x.</summary>
    public static void Axpy(float alpha, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] += alpha * x[i];
        }
    }

    /// <summary>y += x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y) => Axpy(1, x, y);

    /// <summary>x *= alpha.</summary>
    public static void Scale(float alpha, Span<float> x)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] *= alpha;
        }
    }

    /// <summary>y *= x, element by element.</summary>
    public static void Multiply(ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] *= x[i];
        }
    }

    /// <summary>sum x y.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0f;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>sum x², accumulated so that millions of elements keep float accuracy.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x)
    {
        var sum = 0d;
        foreach (var value in x)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
