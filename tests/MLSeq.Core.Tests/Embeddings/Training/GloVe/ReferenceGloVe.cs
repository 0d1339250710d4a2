using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

/// <summary>GloVe's step in double, from the paper's equations: vectors, biases and sums of squared gradients.</summary>
internal sealed class ReferenceGloVe(int dimensions, GloVeOptions options)
{
    public Dictionary<(char Kind, int Word), (double[] Values, double[] Squares)> Rows { get; } = [];

    /// <summary>A word ('w') or context ('c') with its bias behind the vector.</summary>
    public void Set(char kind, int word, IEnumerable<float> values, double square = 1) =>
        Rows[(kind, word)] = ([.. values.Select(value => (double)value)], [.. Enumerable.Repeat(square, dimensions + 1)]);

    public double Step(int word, int context, double logValue)
    {
        var (w, wSquares) = Rows[('w', word)];
        var (c, cSquares) = Rows[('c', context)];
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
            wSquares[i] += t * t;
            cSquares[i] += s * s;
        }

        return 0.5 * f * d * d;
    }
}
