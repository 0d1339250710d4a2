namespace MLSeq.Embeddings.Projection;

/// <summary>What <see cref="TSne"/> found.</summary>
public sealed class TSneResult
{
    private readonly float[] _points;

    internal TSneResult(float[] points, double kullbackLeibler, int iterations, double perplexity)
    {
        _points = points;
        (KullbackLeibler, Iterations, Perplexity) = (kullbackLeibler, iterations, perplexity);
    }

    /// <summary>The places of the points [points, 2].</summary>
    public ReadOnlySpan<float> Points => _points;

    /// <summary>
    /// The Kullback-Leibler divergence of the neighbours in the plane from those in the data, in nats: the smaller, the
    /// better. Its normaliser is the tree's, so it is as exact as Theta is small.
    /// </summary>
    public double KullbackLeibler { get; }

    /// <summary>The number of steps taken.</summary>
    public int Iterations { get; }

    /// <summary>The perplexity that was used: what was asked for, or less where there are few points.</summary>
    public double Perplexity { get; }
}
