using System.Diagnostics;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// Places points of many dimensions in the plane so that near points stay near: Barnes-Hut t-SNE (van der Maaten and
/// Hinton, 2008; van der Maaten, 2014). A seed gives the same result for any number of threads.
/// </summary>
/// <param name="options">How it works; the defaults where there are none.</param>
/// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
public sealed class TSne(TSneOptions? options = null)
{
    private const int ExaggeratedIterations = 250;
    private const int IterationsPerCheck = 50;
    private const int IterationsWithoutProgress = 300;
    private const double SmallestGradient = 1e-7;
    private const float FirstDeviation = 1e-4f;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly TSneOptions _options = Checked(options ?? new());

    /// <summary>Places points in the plane.</summary>
    /// <param name="values">The points one after another [points, dimensions]. None, one or two are placed, too.</param>
    /// <param name="dimensions">The number of values in a point.</param>
    /// <returns>Their places, and how well neighbours were kept.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite; the message names its row.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TSneResult Fit(ReadOnlySpan<float> values, int dimensions)
    {
        var watch = Stopwatch.StartNew();
        var count = PointCheck.Rows(values, dimensions);
        var perplexity = Math.Min(_options.Perplexity, Math.Max((count - 1) / 3.0, 1));
        if (count < 2)
        {
            return new TSneResult(new float[2 * count], 0, 0, perplexity);
        }

        _options.Progress?.Report(new TSneProgress(0, _options.Iterations, null, watch.Elapsed, null));
        using var team = new WorkerTeam(_options.ThreadCount);
        var affinities = FindAffinities(values, dimensions, count, perplexity, team);
        var descent = new TSneDescent(affinities, Start(values, dimensions, count), _options.Theta, team);
        var iterations = Descend(descent, watch);
        return new TSneResult(descent.Points, descent.KullbackLeibler(), iterations, perplexity);
    }

    private static TSneOptions Checked(TSneOptions options)
    {
        options.Check();
        return options;
    }

    private Affinities FindAffinities(ReadOnlySpan<float> values, int dimensions, int count, double perplexity, WorkerTeam team)
    {
        // Perplexity is about ratios of distances: scaling changes nothing but what squares can hold.
        var (mean, scale) = PointCheck.Centre(values, dimensions);
        var centred = new AlignedBuffer(values.Length);
        PointCheck.Scale(values, mean, scale, centred.Span);
        var k = Math.Min(count - 1, (int)(3 * perplexity) + 1);
        var neighbours = NearestNeighbours.Find(centred, count, dimensions, k, team, _options.CancellationToken);
        return Affinities.Create(neighbours, perplexity, team, _options.CancellationToken);
    }

    /// <summary>The first places: a spread of 10⁻⁴ along the first axis.</summary>
    private float[] Start(ReadOnlySpan<float> values, int dimensions, int count)
    {
        var points = new float[2 * count];
        if (_options.Initialisation == TSneInitialisation.Pca && dimensions >= 2)
        {
            var components = PrincipalComponents.Fit(values, dimensions);
            var deviation = Math.Sqrt(components.ExplainedVariance[0] * (count - 1) / count);
            if (deviation > 0)
            {
                points = components.Transform(values);
                foreach (ref var value in points.AsSpan())
                {
                    value = (float)(value / deviation * FirstDeviation);
                }

                return points;
            }
        }

        new SeededRandom(_options.Seed).Normal(points, FirstDeviation);
        return points;
    }

    /// <returns>The number of steps: fewer than asked for where the divergence has not fallen for long, or the gradient is nothing.</returns>
    private int Descend(TSneDescent descent, Stopwatch watch)
    {
        var exaggerated = Math.Min(ExaggeratedIterations, _options.Iterations / 2);
        var learningRate = _options.LearningRate ?? Math.Max(descent.Points.Length / 2 / _options.EarlyExaggeration / 4, 50);
        var (best, bestIteration, divergence) = (double.PositiveInfinity, exaggerated, (double?)null);
        var reported = watch.Elapsed;
        for (var i = 0; i < _options.Iterations; i++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (i == exaggerated)
            {
                descent.Restart();
            }

            descent.Step(i < exaggerated ? _options.EarlyExaggeration : 1, i < exaggerated ? 0.5 : 0.8, learningRate);
            if (i >= exaggerated && (i + 1) % IterationsPerCheck == 0)
            {
                divergence = descent.KullbackLeibler();
                (best, bestIteration) = divergence < best ? (divergence.Value, i) : (best, bestIteration);
                if (i - bestIteration > IterationsWithoutProgress || descent.GradientNorm <= SmallestGradient)
                {
                    return i + 1;
                }
            }

            Report(i + 1, divergence, watch.Elapsed, ref reported);
        }

        return _options.Iterations;
    }

    private void Report(int iteration, double? divergence, TimeSpan elapsed, ref TimeSpan reported)
    {
        if (_options.Progress is { } progress && (iteration == _options.Iterations || elapsed - reported >= ReportInterval))
        {
            progress.Report(new TSneProgress(
                iteration, _options.Iterations, divergence, elapsed, elapsed / iteration * (_options.Iterations - iteration)));
            reported = elapsed;
        }
    }
}
