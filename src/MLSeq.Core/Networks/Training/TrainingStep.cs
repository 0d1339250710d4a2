using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// Training steps: forward, loss, backward, clipping by global norm (Pascanu et al., 2013), Adam. Workers split the rows of
/// a batch, then the elements of the parameters. Once buffers have grown to the largest batch, a step allocates nothing.
/// </summary>
internal sealed class TrainingStep
{
    private readonly WorkerTeam _team;
    private readonly TrainingWorker[] _workers;
    private readonly DenseUpdate[] _dense;
    private readonly RowUpdate[] _rows;
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
    private Adam _adam;
    private long _step;

    public TrainingStep(SequenceNetwork network, SequenceTrainerOptions options, WorkerTeam team)
    {
        _team = team;
        LearningRate = options.LearningRate;
        _clipNorm = options.ClipNorm;
        _seed = options.Seed;
        _workers = [.. Enumerable.Range(0, team.Size).Select(w => new TrainingWorker(network, w, team.Size))];
        _sumsOfSquares = new double[team.Size];
        var layers = Enumerable.Range(0, _workers[0].Stack.Layers.Length).ToArray();
        _dense = [.. layers.SelectMany(l => Enumerable.Range(0, _workers[0].Stack.Layers[l].DenseGradients.Count)
            .Select(g => new DenseUpdate([.. _workers.Select(w => w.Stack.Layers[l].DenseGradients[g])])))];
        _rows = [.. layers.SelectMany(l => Enumerable.Range(0, _workers[0].Stack.Layers[l].RowGradients.Count)
            .Select(g => new RowUpdate([.. _workers.Select(w => w.Stack.Layers[l].RowGradients[g])])))];
        _differentiate = worker => _workers[worker].Differentiate(_batch!, _lossScale, _seed, _step);
        _reduce = Reduce;
        _update = Update;
        _measure = worker => _workers[worker].Measure(_batch!);
    }

    /// <summary>Adam's step size from the next step on.</summary>
    public float LearningRate { get; set; }

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
        _step++;
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
                $"Training broke down at step {_step}: the loss is {loss / weight} and the gradient's norm {norm}. " +
                $"A smaller {nameof(SequenceTrainerOptions.LearningRate)} or {nameof(SequenceTrainerOptions.ClipNorm)} helps, " +
                "and inputs and labels of about unit size.");
        }

        _gradientScale = _clipNorm > 0 && norm > _clipNorm ? (float)(_clipNorm / norm) : 1;
        _adam = new Adam(_step, LearningRate);
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

    private void Reduce(int worker)
    {
        var sum = 0d;
        foreach (var update in _dense)
        {
            sum += update.Reduce(worker, _workers.Length, _workers);
        }

        foreach (var update in _rows)
        {
            sum += update.Reduce(worker, _workers.Length, _workers);
        }

        _sumsOfSquares[worker] = sum;
    }

    private void Update(int worker)
    {
        foreach (var update in _dense)
        {
            update.Update(worker, _workers.Length, _adam, _gradientScale);
        }

        foreach (var update in _rows)
        {
            update.Update(worker, _adam, _gradientScale);
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
