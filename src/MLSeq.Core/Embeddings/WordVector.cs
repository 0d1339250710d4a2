using System.Numerics.Tensors;

namespace MLSeq.Embeddings;

/// <summary>
/// A vector to calculate with, as in <c>vectors["king"] - vectors["man"] + vectors["woman"]</c>. It never changes.
/// </summary>
public sealed class WordVector
{
    private readonly float[] _values;

    /// <summary>Takes the values of a vector.</summary>
    /// <param name="values">The values; copied.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public WordVector(ReadOnlySpan<float> values)
        : this(values.ToArray())
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("Found no values; expected at least one.", nameof(values));
        }
    }

    /// <summary>Keeps the array.</summary>
    internal WordVector(float[] values) => _values = values;

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Span => _values;

    /// <summary>The number of values.</summary>
    public int Dimensions => _values.Length;

    /// <summary>The Euclidean length.</summary>
    public float Norm => MathF.Sqrt(TensorPrimitives.SumOfSquares(Span));

    /// <summary>The sum of two vectors of the same dimensions.</summary>
    public static WordVector operator +(WordVector left, WordVector right)
    {
        var sum = new float[CheckDimensions(left, right)];
        TensorPrimitives.Add(left.Span, right.Span, sum);
        return new WordVector(sum);
    }

    /// <summary>The difference of two vectors of the same dimensions.</summary>
    public static WordVector operator -(WordVector left, WordVector right)
    {
        var difference = new float[CheckDimensions(left, right)];
        TensorPrimitives.Subtract(left.Span, right.Span, difference);
        return new WordVector(difference);
    }

    /// <summary>The vector that points the other way.</summary>
    public static WordVector operator -(WordVector vector) => vector * -1;

    /// <summary>A vector, scaled.</summary>
    public static WordVector operator *(WordVector vector, float factor)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var product = new float[vector.Dimensions];
        TensorPrimitives.Multiply(vector.Span, factor, product);
        return new WordVector(product);
    }

    /// <summary>A vector, scaled.</summary>
    public static WordVector operator *(float factor, WordVector vector) => vector * factor;

    /// <summary>A vector, each value divided by a number.</summary>
    public static WordVector operator /(WordVector vector, float divisor)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var quotient = new float[vector.Dimensions];
        TensorPrimitives.Divide(vector.Span, divisor, quotient);
        return new WordVector(quotient);
    }

    /// <summary>The values, copied.</summary>
    public float[] ToArray() => [.. _values];

    /// <summary>The cosine of the angle to another vector; 0 where one of them is zero.</summary>
    /// <param name="other">A vector of the same dimensions.</param>
    public float Cosine(WordVector other)
    {
        CheckDimensions(this, other);
        return (float)Search.ExactCosine.Of(Span, other.Span);
    }

    private static int CheckDimensions(WordVector left, WordVector right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Dimensions == right.Dimensions
            ? left.Dimensions
            : throw new ArgumentException(
                $"Found vectors of {left.Dimensions} and {right.Dimensions} dimensions; expected the same.", nameof(right));
    }
}
