using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// One step after the other down the gradient 4 (sum p q d - sum q² d / sum q), with momentum and a gain for each
/// coordinate. Work is cut into the same chunks for any number of threads and sums run in a fixed order, so that the
/// number of threads does not change a bit of the result.
/// </summary>
internal sealed class TSneDescent
{
    private const int ChunkPoints = 256;
    private const float SmallestGain = 0.01f;

    private readonly Affinities _p;
    private readonly WorkerTeam _team;
    private readonly QuadTree _tree;
    private readonly int _count;
    private readonly float[] _attraction;
    private readonly float[] _repulsion;
    private readonly float[] _gains;
    private readonly float[] _moves;
    private readonly double[] _chunkSums;
    private readonly Action<int> _attract;
    private readonly Action<int> _repulse;
    private readonly Action<int> _move;
    private readonly Action<int> _spread;
    private float _exaggeration;
    private float _momentum;
    private float _learningRate;
    private int _nextChunk;

    public TSneDescent(Affinities p, float[] points, double theta, WorkerTeam team)
    {
        (_p, Points, _team, _count) = (p, points, team, points.Length / 2);
        _tree = new QuadTree(_count, theta);
        (_attraction, _repulsion) = (new float[points.Length], new float[3 * _count]);
        (_gains, _moves) = (new float[points.Length], new float[points.Length]);
        _chunkSums = new double[(_count + ChunkPoints - 1) / ChunkPoints];
        (_attract, _repulse, _move, _spread) = (Attract, Repulse, Move, Spread);
        Restart();
    }

    /// <summary>Where the points are [points, 2].</summary>
    public float[] Points { get; }

    /// <summary>sum q over all pairs, as the tree gave it to the last gradient.</summary>
    public double Normalizer { get; private set; }

    /// <summary>The length of the last gradient, gains included.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Forgets momentum and gains.</summary>
    public void Restart()
    {
        _gains.AsSpan().Fill(1);
        _moves.AsSpan().Clear();
    }

    public void Step(double exaggeration, double momentum, double learningRate)
    {
        Forces();
        (_exaggeration, _momentum, _learningRate) = ((float)exaggeration, (float)momentum, (float)learningRate);
        InChunks(_move);
        var square = 0d;
        foreach (var sum in _chunkSums)
        {
            square += sum;
        }

        GradientNorm = Math.Sqrt(square);
    }

    /// <summary>The divergence at the present places.</summary>
    public double KullbackLeibler()
    {
        BuildAndRepulse();
        InChunks(_spread);
        return _p.NegativeEntropy + _chunkSums.Sum() + (_p.Sum * Math.Log(Math.Max(Normalizer, double.Epsilon)));
    }

    /// <summary>The gradient at the present places, without exaggeration [points, 2].</summary>
    internal float[] Gradient()
    {
        Forces();
        var gradient = new float[Points.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = GradientAt(i, 1);
        }

        return gradient;
    }

    private float GradientAt(int i, float exaggeration) =>
        4 * ((exaggeration * _attraction[i]) - (_repulsion[(3 * (i / 2)) + (i % 2)] * (float)(1 / Normalizer)));

    private void Forces()
    {
        // The first worker builds the tree while the others have begun with the attraction.
        InChunks(_attract);
        InChunks(_repulse);
        SumNormalizer();
    }

    private void BuildAndRepulse()
    {
        _tree.Build(Points);
        InChunks(_repulse);
        SumNormalizer();
    }

    private void SumNormalizer()
    {
        var sum = 0d;
        for (var i = 2; i < _repulsion.Length; i += 3)
        {
            sum += _repulsion[i];
        }

        Normalizer = Math.Max(sum, 1e-30);
    }

    private void InChunks(Action<int> work)
    {
        _nextChunk = 0;
        _team.Run(work);
    }

    private bool Take(out int chunk, out int first, out int end)
    {
        chunk = Interlocked.Increment(ref _nextChunk) - 1;
        (first, end) = (chunk * ChunkPoints, Math.Min((chunk + 1) * ChunkPoints, _count));
        return chunk < _chunkSums.Length;
    }

    private void Attract(int worker)
    {
        if (worker == 0)
        {
            _tree.Build(Points);
        }

        while (Take(out _, out var first, out var end))
        {
            Attraction.Run(_p, Points, first, end, _attraction);
        }
    }

    private void Repulse(int worker)
    {
        while (Take(out _, out var first, out var end))
        {
            Repulsion.Run(_tree, first, end, _repulsion);
        }
    }

    private void Spread(int worker)
    {
        while (Take(out var chunk, out var first, out var end))
        {
            _chunkSums[chunk] = Attraction.Spread(_p, Points, first, end);
        }
    }

    private void Move(int worker)
    {
        while (Take(out var chunk, out var first, out var end))
        {
            var square = 0d;
            for (var i = 2 * first; i < 2 * end; i++)
            {
                var gradient = GradientAt(i, _exaggeration);
                _gains[i] = Math.Max(gradient * _moves[i] < 0 ? _gains[i] + 0.2f : _gains[i] * 0.8f, SmallestGain);
                gradient *= _gains[i];
                _moves[i] = (_momentum * _moves[i]) - (_learningRate * gradient);
                Points[i] += _moves[i];
                square += gradient * gradient;
            }

            _chunkSums[chunk] = square;
        }
    }
}
