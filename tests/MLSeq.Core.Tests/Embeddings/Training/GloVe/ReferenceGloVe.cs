using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

/// <summary>GloVe's step in double, from the paper's equations: vectors, biases, their sums of squared gradients and the lengths of the ways they went.</summary>
internal sealed class ReferenceGloVe(int dimensions, GloVeOptions options)
{
    public Dictionary<(char Kind, int Word), (double[] Path, double[] Values, double[] Squares)> Rows { get; } = [];

    /// <summary>A word ('w') or context ('c') with its bias behind the vector.</summary>
    public void Set(char kind, int word, IEnumerable<float> values, IEnumerable<float>? squares = null) =>
        Rows[(kind, word)] = (new double[dimensions + 1], [.. values.Select(value => (double)value)],
            squares is null ? [.. Enumerable.Repeat(1.0, dimensions + 1)] : [.. squares.Select(value => (double)value)]);

    public double Step(int word, int context, double logValue)
    {
        var (wPath, w, wSquares) = Rows[('w', word)];
        var (cPath, c, cSquares) = Rows[('c', context)];
        var d = w[dimensions] + c[dimensions] - logValue;
        for (var i = 0; i < dimensions; i++)
        {
            d += w[i] * c[i];
        }

        var f = Math.Min(1, Math.Pow(Math.Exp(logValue) / options.MaxCooccurrence, options.Alpha));
        for (var i = 0; i <= dimensions; i++)
        {
            var isBias = i == dimensions;
            var t = options.LearningRate * Math.Clamp(f * d * (isBias ? 1 : c[i]), -100, 100);
            var s = options.LearningRate * Math.Clamp(f * d * (isBias ? 1 : w[i]), -100, 100);
            w[i] -= t / Math.Sqrt(wSquares[i]);
            c[i] -= s / Math.Sqrt(cSquares[i]);
            wPath[i] += Math.Abs(t / Math.Sqrt(wSquares[i]));
            cPath[i] += Math.Abs(s / Math.Sqrt(cSquares[i]));
            wSquares[i] += t * t;
            cSquares[i] += s * s;
        }

        return 0.5 * f * d * d;
    }
}
