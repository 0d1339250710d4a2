using System.Numerics.Tensors;

namespace MLSeq.Embeddings.Projection;

/// <summary>Checks points [rows, dimensions] and moves them into a range where squares neither overflow nor vanish.</summary>
internal static class PointCheck
{
    /// <exception cref="ArgumentException">The length does not fit, or a value is not finite.</exception>
    public static int Rows(ReadOnlySpan<float> values, int dimensions)
    {
        var rows = RowCount(values.Length, dimensions);
        for (var row = 0; row < rows; row++)
        {
            var point = values.Slice(row * dimensions, dimensions);
            for (var i = 0; i < dimensions; i++)
            {
                OptionCheck.Require(float.IsFinite(point[i]), $"Value {i} of row {row}", point[i], "a finite number");
            }
        }

        return rows;
    }

    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public static int RowCount(int length, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        OptionCheck.Require(length % dimensions == 0, "The number of values", length, $"a multiple of the {dimensions} dimensions");
        return length / dimensions;
    }

    /// <summary>The mean row, and the largest distance of a value from it; 1 where there is none.</summary>
    public static (double[] Mean, double Scale) Centre(ReadOnlySpan<float> values, int dimensions)
    {
        var (rows, mean, scale) = (values.Length / dimensions, new double[dimensions], 0d);
        for (var i = 0; i < values.Length; i++)
        {
            mean[i % dimensions] += values[i];
        }

        TensorPrimitives.Divide(mean, Math.Max(rows, 1), mean);
        for (var i = 0; i < values.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(values[i] - mean[i % dimensions]));
        }

        return (mean, scale > 0 ? scale : 1);
    }

    /// <summary>(values - mean) / scale.</summary>
    public static void Scale(ReadOnlySpan<float> values, double[] mean, double scale, Span<float> result)
    {
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = (float)((values[i] - mean[i % mean.Length]) / scale);
        }
    }
}
