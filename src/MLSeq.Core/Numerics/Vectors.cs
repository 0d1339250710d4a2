using System.Numerics.Tensors;

namespace MLSeq.Numerics;

/// <summary>Vector arithmetic over spans of one length.</summary>
internal static class Vectors
{
    private const int BlockLength = 512;

    /// <summary>y += alpha x.</summary>
    public static void Axpy(float alpha, ReadOnlySpan<float> x, Span<float> y) =>
        TensorPrimitives.MultiplyAdd(x, alpha, y, y);

    /// <summary>y += x.</summary>
    public static void Add(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Add(y, x, y);

    /// <summary>x += alpha.</summary>
    public static void Add(float alpha, Span<float> x) => TensorPrimitives.Add(x, alpha, x);

    /// <summary>sum x.</summary>
    public static float Sum(ReadOnlySpan<float> x) => TensorPrimitives.Sum(x);

    /// <summary>x *= alpha.</summary>
    public static void Scale(float alpha, Span<float> x) => TensorPrimitives.Multiply(x, alpha, x);

    /// <summary>y *= x, element by element.</summary>
    public static void Multiply(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Multiply(y, x, y);

    /// <summary>Brings each x into [-limit, limit]; NaN stays.</summary>
    public static void Clamp(Span<float> x, float limit) => TensorPrimitives.Clamp(x, -limit, limit, x);

    /// <summary>z = x y, element by element.</summary>
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => TensorPrimitives.Multiply(x, y, z);

    /// <summary>z += x y, element by element.</summary>
    public static void MultiplyAdd(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z) => TensorPrimitives.MultiplyAdd(x, y, z, z);

    /// <summary>x = -x.</summary>
    public static void Negate(Span<float> x) => TensorPrimitives.Negate(x, x);

    /// <summary>sum x y.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => TensorPrimitives.Dot(x, y);

    /// <summary>sum x², in double from block to block, so that millions of elements keep float accuracy.</summary>
    public static double SumOfSquares(ReadOnlySpan<float> x)
    {
        var sum = 0d;
        for (; x.Length > BlockLength; x = x[BlockLength..])
        {
            sum += TensorPrimitives.SumOfSquares(x[..BlockLength]);
        }

        return sum + TensorPrimitives.SumOfSquares(x);
    }
}
