using System.Numerics.Tensors;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Sentences;

/// <summary>
/// The first principal component of vectors that are seen once, not centred, as algorithm 1 of Arora, Liang and Ma (2017)
/// takes it: the first singular vector of the matrix whose rows they are. Memory goes with the square of the dimensions.
/// </summary>
/// <param name="dimensions">The length of a vector.</param>
internal sealed class CommonDirection(int dimensions)
{
    private const int BlockRows = 256;
    private const int MostIterations = 10_000;
    private const double Tolerance = 1e-10;

    private readonly float[] _block = new float[BlockRows * dimensions];
    private readonly float[] _product = new float[dimensions * dimensions];
    private readonly double[] _moments = new double[dimensions * dimensions];
    private int _rows;

    /// <summary>Gives the place of the next vector, which the caller fills.</summary>
    public Span<float> Next()
    {
        if (_rows == BlockRows)
        {
            Flush();
        }

        return _block.AsSpan(_rows++ * dimensions, dimensions);
    }

    /// <summary>The direction, of length 1; zeros where all vectors are.</summary>
    public float[] ToArray()
    {
        Flush();
        var direction = new double[dimensions];
        var start = 0;
        for (var i = 1; i < dimensions; i++)
        {
            start = Diagonal(i) > Diagonal(start) ? i : start;
        }

        if (Diagonal(start) == 0)
        {
            return new float[dimensions];
        }

        // The power method, from the longest column of the moments: it cannot be orthogonal to what is looked for.
        _moments.AsSpan(start * dimensions, dimensions).CopyTo(direction);
        Normalize(direction);
        var next = new double[dimensions];
        for (var i = 0; i < MostIterations; i++)
        {
            for (var row = 0; row < dimensions; row++)
            {
                next[row] = TensorPrimitives.Dot<double>(_moments.AsSpan(row * dimensions, dimensions), direction);
            }

            Normalize(next);
            var change = TensorPrimitives.Distance<double>(next, direction);
            (direction, next) = (next, direction);
            if (change < Tolerance)
            {
                break;
            }
        }

        return Array.ConvertAll(direction, value => (float)value);
    }

    private double Diagonal(int i) => _moments[(i * dimensions) + i];

    private void Flush()
    {
        if (_rows == 0)
        {
            return;
        }

        MatrixProduct.Multiply(
            transposeA: true, transposeB: false, dimensions, dimensions, _rows, _block, dimensions, _block, dimensions, _product, dimensions,
            accumulate: false);
        for (var i = 0; i < _product.Length; i++)
        {
            _moments[i] += _product[i];
        }

        _rows = 0;
    }

    private static void Normalize(double[] vector)
    {
        var length = TensorPrimitives.Norm<double>(vector);
        TensorPrimitives.Divide(vector, length, vector);
    }
}
