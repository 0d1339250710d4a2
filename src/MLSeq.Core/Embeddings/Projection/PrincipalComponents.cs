using System.Numerics.Tensors;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// Principal component analysis: the orthogonal directions along which rows vary most (Pearson, 1901). It never changes,
/// so any number of threads may use it.
/// </summary>
/// <remarks>
/// The eigenvectors of the covariance matrix X'X / (n - 1) of the centred rows, or where there are fewer rows than
/// dimensions those of X X', which has the same eigenvalues. Each direction's largest value is positive, so that results
/// do not change their sign from run to run.
/// </remarks>
public sealed class PrincipalComponents
{
    private const int LargestMatrix = 8192;

    private readonly float[] _mean;
    private readonly float[] _components;
    private readonly double[] _variance;
    private readonly double[] _ratio;

    private PrincipalComponents(float[] mean, float[] components, double[] variance, double total)
    {
        (_mean, _components, _variance) = (mean, components, variance);
        _ratio = [.. variance.Select(v => total > 0 ? v / total : 0)];
    }

    /// <summary>The number of values in a row.</summary>
    public int Dimensions => _mean.Length;

    /// <summary>The number of directions.</summary>
    public int Count => _variance.Length;

    /// <summary>The mean of the rows [dimensions], which <see cref="Transform"/> takes off.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>The variance of the rows along each direction, falling.</summary>
    public IReadOnlyList<double> ExplainedVariance => _variance;

    /// <summary>The share of the rows' whole variance along each direction; 0 where they do not vary.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => _ratio;

    /// <summary>Finds the directions along which rows vary most.</summary>
    /// <param name="values">The rows one after another [rows, dimensions]; at least one.</param>
    /// <param name="dimensions">The number of values in a row.</param>
    /// <param name="components">How many directions to find, from 1 to <paramref name="dimensions"/>. 2 by default.</param>
    /// <returns>The directions.</returns>
    /// <exception cref="ArgumentException">
    /// There are no rows, a length does not fit, a value is not finite (the message names its row), or rows and
    /// dimensions are both above 8192.
    /// </exception>
    public static PrincipalComponents Fit(ReadOnlySpan<float> values, int dimensions, int components = 2)
    {
        var rows = PointCheck.Rows(values, dimensions);
        OptionCheck.Require(rows > 0, nameof(values), "empty", "at least one row");
        OptionCheck.Require(components >= 1 && components <= dimensions, nameof(components), components, $"1 to the {dimensions} dimensions");
        OptionCheck.Require(
            Math.Min(rows, dimensions) <= LargestMatrix, nameof(values), $"{rows} rows x {dimensions} dimensions", $"at most {LargestMatrix} of one of them");
        var (mean, scale) = PointCheck.Centre(values, dimensions);
        var centred = new AlignedBuffer(values.Length);
        PointCheck.Scale(values, mean, scale, centred.Span);

        var square = scale * scale / Math.Max(rows - 1, 1);
        var total = Vectors.SumOfSquares(centred.Span) * square;
        var (variance, directions) = dimensions <= rows
            ? SymmetricEigen.Largest(Covariance(centred.Span, rows, dimensions), dimensions, components)
            : FromRows(centred.Span, rows, dimensions, components);
        for (var i = 0; i < components; i++)
        {
            variance[i] = Math.Max(variance[i], 0) * square;
            var direction = directions.AsSpan(i * dimensions, dimensions);
            if (direction[TensorPrimitives.IndexOfMaxMagnitude<double>(direction)] < 0)
            {
                TensorPrimitives.Negate(direction, direction);
            }
        }

        return new([.. mean.Select(m => (float)m)], [.. directions.Select(d => (float)d)], variance, total);
    }

    /// <summary>A direction [dimensions], of length 1.</summary>
    /// <param name="index">From 0, the one along which the rows vary most, to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> GetComponent(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _components.AsSpan(index * Dimensions, Dimensions);
    }

    /// <summary>The coordinates of rows along the directions, seen from the mean.</summary>
    /// <param name="values">The rows one after another [rows, dimensions].</param>
    /// <returns>[rows, <see cref="Count"/>].</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public float[] Transform(ReadOnlySpan<float> values)
    {
        var rows = PointCheck.RowCount(values.Length, Dimensions);
        var result = new float[rows * Count];
        var centred = new float[Dimensions];
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Subtract(values.Slice(row * Dimensions, Dimensions), _mean, centred);
            for (var i = 0; i < Count; i++)
            {
                result[(row * Count) + i] = Vectors.Dot(centred, GetComponent(i));
            }
        }

        return result;
    }

    /// <summary>X'X [dimensions, dimensions]: float products of few rows at a time, summed in double.</summary>
    private static double[] Covariance(ReadOnlySpan<float> x, int rows, int dimensions)
    {
        const int BlockRows = 256;
        var sum = new double[dimensions * dimensions];
        var block = new float[sum.Length];
        for (var row = 0; row < rows; row += BlockRows)
        {
            var part = x[(row * dimensions)..];
            MatrixProduct.Multiply(
                true, false, dimensions, dimensions, Math.Min(BlockRows, rows - row), part, dimensions, part, dimensions, block, dimensions, false);
            Accumulate(block, sum);
        }

        Symmetrize(sum, dimensions);
        return sum;
    }

    /// <summary>From X X' [rows, rows]: where u is an eigenvector of it, X'u is one of X'X.</summary>
    private static (double[] Values, double[] Vectors) FromRows(ReadOnlySpan<float> x, int rows, int dimensions, int count)
    {
        const int BlockColumns = 256;
        var sum = new double[rows * rows];
        var block = new float[sum.Length];
        for (var column = 0; column < dimensions; column += BlockColumns)
        {
            var part = x[column..];
            MatrixProduct.Multiply(
                false, true, rows, rows, Math.Min(BlockColumns, dimensions - column), part, dimensions, part, dimensions, block, rows, false);
            Accumulate(block, sum);
        }

        Symmetrize(sum, rows);
        var (found, u) = SymmetricEigen.Largest(sum, rows, Math.Min(count, rows));
        var (values, vectors) = (new double[count], new double[count * dimensions]);
        found.CopyTo(values, 0);
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(i * dimensions, dimensions);
            for (var row = 0; row < rows && i < found.Length; row++)
            {
                for (var j = 0; j < dimensions; j++)
                {
                    vector[j] += u[(i * rows) + row] * x[(row * dimensions) + j];
                }
            }

            // Along a direction without variance X'u is nothing but rounding: any direction at right angles to the others will do.
            if (i >= found.Length || found[i] <= 1e-10 * found[0])
            {
                values[i] = 0;
                var next = 0;
                do
                {
                    vector.Clear();
                    vector[next++] = 1;
                    Orthogonalize(vectors, dimensions, i);
                }
                while (TensorPrimitives.SumOfSquares<double>(vector) < 0.5 * (dimensions - i) / dimensions);
            }

            Orthogonalize(vectors, dimensions, i);
            TensorPrimitives.Divide(vector, Math.Sqrt(TensorPrimitives.SumOfSquares<double>(vector)), vector);
        }

        return (values, vectors);
    }

    private static void Orthogonalize(double[] vectors, int dimensions, int index)
    {
        var vector = vectors.AsSpan(index * dimensions, dimensions);
        for (var i = 0; i < index; i++)
        {
            var other = vectors.AsSpan(i * dimensions, dimensions);
            TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(other, vector), vector, vector);
        }
    }

    private static void Accumulate(float[] block, double[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += block[i];
        }
    }

    private static void Symmetrize(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                a[(i * n) + j] = a[(j * n) + i] = (a[(i * n) + j] + a[(j * n) + i]) / 2;
            }
        }
    }
}
