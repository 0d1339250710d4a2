using System.Numerics.Tensors;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;
using MLSeq.Numerics.Optimizers;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>
/// Training steps: forward, loss, backward, clipping by value and by global norm (Pascanu et al., 2013), optimizer. Workers split the rows of
/// a batch, then the elements of the parameters. Once buffers have grown to the largest batch, a step allocates nothing.
/// </summary>
internal sealed class TrainingStep : ITrainingState
{
    private readonly WorkerTeam _team;
    private readonly TrainingWorker[] _workers;
    private readonly UpdateRule _rule;
    private readonly ParameterUpdate[] _updates;
    private readonly double[,] _sumsOfSquares;
    private readonly float _clipNorm;
    private readonly bool _sumsOverSteps;
    private readonly int _seed;
    private readonly Action<int> _differentiate;
    private readonly Action<int> _reduce;
    private readonly Action<int> _update;
    private readonly Action<int> _measure;
    private TrainingBatch? _batch;
    private float _lossScale;
    private float _gradientScale;

    public TrainingStep(ITrainable network, SequenceTrainerOptions options, WorkerTeam team)
    {
        _team = team;
        LearningRate = options.LearningRate;
        _clipNorm = options.ClipNorm;
        _sumsOverSteps = options.SumOverSteps;
        _seed = options.Seed;
        _workers = [.. Enumerable.Range(0, team.Size).Select(w => network.CreateWorker(w, team.Size))];
        _rule = options.CreateRule();
        _updates = [.. CreateUpdates(options)];
        _sumsOfSquares = new double[_updates.Length, team.Size];
        if (options.GradientStatistics is not null)
        {
            foreach (var worker in _workers)
            {
                worker.StateGradients = new StateGradients(worker.RecurrentLayers);
            }
        }

        _differentiate = worker => _workers[worker].Differentiate(_batch!, _lossScale, _seed, Steps);
        _reduce = Reduce;
        _update = Update;
        _measure = worker => _workers[worker].Measure(_batch!);
    }

    /// <summary>The optimizer's step size from the next step on.</summary>
    public float LearningRate { get; set; }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The norm of the last step's gradient, of all parameters together, before it was clipped by it.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Whether all weights that learn are finite.</summary>
    public bool HasFiniteWeights => Array.TrueForAll(_updates, update => TensorPrimitives.IsFiniteAll<float>(update.Parameter.Values));

    /// <summary>Learns from a batch. Where the loss or the gradient is not finite, the weights stay as they are.</summary>
    /// <returns>The sum of weighted losses, and the sum of weights; where that is 0 nothing is learned.</returns>
    public (double Loss, double Weight) Learn(TrainingBatch batch)
    {
        var weight = batch.Weight;
        if (weight == 0)
        {
            return (0, 0);
        }

        _batch = batch;
        Steps++;
        _lossScale = (float)(1 / (_sumsOverSteps ? batch.Rows : weight));
        _team.Run(_differentiate);
        var loss = SumOfLosses();
        _team.Run(_reduce);
        GradientNorm = Math.Sqrt(SumOfSquares());
        if (!double.IsFinite(loss) || !double.IsFinite(GradientNorm))
        {
            return (loss, weight);
        }

        _gradientScale = _clipNorm > 0 && GradientNorm > _clipNorm ? (float)(_clipNorm / GradientNorm) : 1;
        _rule.Begin(Steps, LearningRate);
        _team.Run(_update);
        return (loss, weight);
    }

    /// <summary>What the last step's gradients were like; only where the options ask for it.</summary>
    public GradientStatistics Statistics(int epoch, double loss)
    {
        var parameters = _updates.Select((update, i) => new ParameterGradient(
            update.Parameter.Name,
            Math.Sqrt(Enumerable.Range(0, _workers.Length).Sum(worker => _sumsOfSquares[i, worker])),
            Math.Sqrt(Vectors.SumOfSquares(update.Parameter.Values))));
        return new(epoch, Steps, LearningRate, loss, GradientNorm, [.. parameters], [.. Enumerable.Range(0, _workers[0].RecurrentLayers).Select(StateNorms)]);
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

    /// <summary>Writes the number of steps, the states that batches carry on, the weights that learn and what the optimizer keeps.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Steps);
        foreach (var worker in _workers)
        {
            worker.Save(writer);
        }

        foreach (var update in _updates)
        {
            update.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Steps = UntrustedData.ReadInt64(reader, "the number of steps", 0);
        foreach (var worker in _workers)
        {
            worker.Load(reader);
        }

        foreach (var update in _updates)
        {
            update.Load(reader);
        }
    }

    /// <summary>An update for each parameter that learns; layers that share one by rows share its update.</summary>
    private IEnumerable<ParameterUpdate> CreateUpdates(SequenceTrainerOptions options)
    {
        DenseGradient[][] dense = [.. _workers.Select(w => w.Layers.SelectMany(l => l.DenseGradients).ToArray())];
        var rows = _workers.Select(w => w.Layers.SelectMany(l => l.RowGradients).ToLookup(g => g.Parameter)).ToArray();
        return dense[0].Select((_, i) => new DenseUpdate([.. dense.Select(w => w[i])], _rule, options)).Concat<ParameterUpdate>(
            rows[0].Select(g => new RowUpdate([.. rows.Select(w => w[g.Key].ToArray())], _rule, options)));
    }

    private void Reduce(int worker)
    {
        for (var i = 0; i < _updates.Length; i++)
        {
            _sumsOfSquares[i, worker] = _updates[i].Reduce(worker, _workers.Length, _workers);
        }
    }

    private void Update(int worker)
    {
        foreach (var update in _updates)
        {
            update.Update(worker, _workers.Length, _gradientScale);
        }
    }

    private double SumOfSquares()
    {
        var sum = 0d;
        foreach (var part in _sumsOfSquares)
        {
            sum += part;
        }

        return sum;
    }

    private double[] StateNorms(int layer)
    {
        var sums = _workers.Where(w => w.HasRows).Select(w => w.StateGradients![layer]).ToList();
        var norms = new double[sums.Max(s => s.Count)];
        foreach (var sum in sums)
        {
            for (var t = 0; t < sum.Count; t++)
            {
                norms[t] += sum[t];
            }
        }

        return [.. norms.Select(Math.Sqrt)];
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
