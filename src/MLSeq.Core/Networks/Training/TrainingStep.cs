using MLSeq.Networks.Layers;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;

namespace MLSeq.Networks.Training;

/// <summary>
/// Training steps: forward, loss, backward, clipping by value and by global norm (Pascanu et al., 2013), optimizer. Workers split the rows of
/// a batch, then the elements of the parameters. Once buffers have grown to the largest batch, a step allocates nothing.
/// </summary>
internal sealed class TrainingStep
{
    private readonly WorkerTeam _team;
    private readonly TrainingWorker[] _workers;
    private readonly UpdateRule _rule;
    private readonly ParameterUpdate[] _updates;
    private readonly double[] _sumsOfSquares;
    private readonly float _clipNorm;
    private readonly int _seed;
    private readonly Action<int> _differentiate;
    private readonly Action<int> _reduce;
    private readonly Action<int> _update;
    private readonly Action<int> _measure;
    private TrainingBatch? _batch;
    private float _lossScale;
    private float _gradientScale;

    public TrainingStep(SequenceNetwork network, SequenceTrainerOptions options, WorkerTeam team)
    {
        _team = team;
        LearningRate = options.LearningRate;
        _clipNorm = options.ClipNorm;
        _seed = options.Seed;
        _workers = [.. Enumerable.Range(0, team.Size).Select(w => new TrainingWorker(network, w, team.Size))];
        _sumsOfSquares = new double[team.Size];
        _rule = options.CreateRule();
        _updates = [.. CreateUpdates(options)];
        _differentiate = worker => _workers[worker].Differentiate(_batch!, _lossScale, _seed, Steps);
        _reduce = Reduce;
        _update = Update;
        _measure = worker => _workers[worker].Measure(_batch!);
    }

    /// <summary>The optimizer's step size from the next step on.</summary>
    public float LearningRate { get; set; }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Learns from a batch.</summary>
    /// <returns>The sum of weighted losses, and the sum of weights; where that is 0 nothing is learned.</returns>
    /// <exception cref="InvalidOperationException">The loss is not finite.</exception>
    public (double Loss, double Weight) Learn(TrainingBatch batch)
    {
        var weight = batch.Weight;
        if (weight == 0)
        {
            return (0, 0);
        }

        _batch = batch;
        Steps++;
        _lossScale = (float)(1 / weight);
        _team.Run(_differentiate);
        var loss = SumOfLosses();
        _team.Run(_reduce);
        var norm = 0d;
        foreach (var part in _sumsOfSquares)
        {
            norm += part;
        }

        norm = Math.Sqrt(norm);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            throw new InvalidOperationException(
                $"Training broke down at step {Steps}: the loss is {loss / weight} and the gradient's norm {norm}. " +
                $"A smaller {nameof(SequenceTrainerOptions.LearningRate)} or {nameof(SequenceTrainerOptions.ClipNorm)} helps, " +
                "and inputs and labels of about unit size.");
        }

        _gradientScale = _clipNorm > 0 && norm > _clipNorm ? (float)(_clipNorm / norm) : 1;
        _rule.Begin(Steps, LearningRate);
        _team.Run(_update);
        return (loss, weight);
    }

    /// <summary>The sums of weighted losses, of weights classified right, and of weights, without learning.</summary>
    public (double Loss, double Right, double Weight) Measure(TrainingBatch batch)
    {
        _batch = batch;
        _team.Run(_measure);
        var right = 0d;
        foreach (var worker in _workers)
        {
            right += worker.Right;
        }

        return (SumOfLosses(), right, batch.Weight);
    }

    /// <summary>An update for each parameter that learns; layers that share one by rows share its update.</summary>
    private IEnumerable<ParameterUpdate> CreateUpdates(SequenceTrainerOptions options)
    {
        DenseGradient[][] dense = [.. _workers.Select(w => w.Stack.Layers.SelectMany(l => l.DenseGradients).ToArray())];
        var rows = _workers.Select(w => w.Stack.Layers.SelectMany(l => l.RowGradients).ToLookup(g => g.Parameter)).ToArray();
        return dense[0].Select((_, i) => new DenseUpdate([.. dense.Select(w => w[i])], _rule, options)).Concat<ParameterUpdate>(
            rows[0].Select(g => new RowUpdate([.. rows.Select(w => w[g.Key].ToArray())], _rule, options)));
    }

    private void Reduce(int worker)
    {
        var sum = 0d;
        foreach (var update in _updates)
        {
            sum += update.Reduce(worker, _workers.Length, _workers);
        }

        _sumsOfSquares[worker] = sum;
    }

    private void Update(int worker)
    {
        foreach (var update in _updates)
        {
            update.Update(worker, _workers.Length, _gradientScale);
        }
    }

    private double SumOfLosses()
    {
        var sum = 0d;
        foreach (var worker in _workers)
        {
            sum += worker.Loss;
        }

        return sum;
    }
}
