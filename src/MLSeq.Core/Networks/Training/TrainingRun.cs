using MLSeq.Numerics;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>One run of a <see cref="SequenceTrainer"/>, from its beginning or its checkpoint to its end.</summary>
internal sealed class TrainingRun : ITrainingState, IDisposable
{
    private readonly ITrainable _network;
    private readonly SequenceTrainerOptions _options;
    private readonly BatchSource _source;
    private readonly WorkerTeam _team;
    private readonly TrainingStep _step;
    private readonly LearningRates _rates;
    private readonly ProgressMeter _meter;
    private readonly BestWeights _best;
    private readonly RunCheckpoint? _checkpoint;
    private readonly List<EpochResult> _epochs = [];
    private int _epoch = 1;
    private long _batches;

    public TrainingRun(ITrainable network, SequenceTrainerOptions options, BatchSource source)
    {
        (_network, _options, _source) = (network, options, source);
        _team = new WorkerTeam(options.ThreadCount);
        _step = new TrainingStep(network, options, _team);
        _rates = new LearningRates(options, options.Schedule == LearningRateSchedule.Cosine ? options.Epochs * source.Training(Random(1)).LongCount() : 0);
        _meter = new ProgressMeter(options, source.Examples);
        _best = new BestWeights([.. network.Parameters.Where(parameter => !parameter.IsFrozen)]);
        _checkpoint = options.CheckpointPath is { } path
            ? new RunCheckpoint(path, network, options, source, [this, _meter, _rates, _best, _step])
            : null;
    }

    public void Dispose() => _team.Dispose();

    /// <exception cref="ArgumentException">There is nothing to learn from, or a row does not fit the network.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to other options or data.</exception>
    /// <exception cref="InvalidOperationException">The loss or the gradient is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; its checkpoint is written.</exception>
    public TrainingHistory Run()
    {
        Restore();
        try
        {
            while (_epoch <= _options.Epochs && !_best.HasBeenPassed(_epoch, _options.Patience))
            {
                RunEpoch();
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        if (_options.KeepCheckpoint)
        {
            Save();
        }
        else
        {
            _checkpoint?.Delete();
        }

        _best.Restore();
        return new TrainingHistory(_epochs, _best.Epoch, _meter.Examples, _meter.Tokens);
    }

    /// <summary>Writes the place in the run. A batch counts as done when its step is taken.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_epoch);
        writer.Write(_batches);
        foreach (var result in _epochs)
        {
            writer.Write(result.Loss);
            writer.Write(result.ValidationLoss ?? double.NaN);
            writer.Write(result.ValidationAccuracy ?? double.NaN);
            writer.Write(result.Elapsed.Ticks);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _epoch = UntrustedData.ReadInt32(reader, "the epoch", 1, _options.Epochs + 1);
        _batches = UntrustedData.ReadInt64(reader, "the batches done", 0);
        static double? Optional(double value) => double.IsNaN(value) ? null : value;
        for (var epoch = 1; epoch < _epoch; epoch++)
        {
            _epochs.Add(new(epoch, reader.ReadDouble(), Optional(reader.ReadDouble()), Optional(reader.ReadDouble()), new(reader.ReadInt64())));
        }
    }

    /// <summary>Goes on from the checkpoint, where there is one; the epochs before are reported again.</summary>
    private void Restore()
    {
        _checkpoint?.Restore();
        foreach (var result in _epochs)
        {
            _meter.Report(result);
        }
    }

    private void RunEpoch()
    {
        if (_batches == 0)
        {
            _meter.StartEpoch(_epoch);
        }

        TrainEpoch();
        var (loss, accuracy) = Validate();
        if (loss is { } value && !double.IsFinite(value))
        {
            throw BrokenDown($"the validation loss after epoch {_epoch} is {value}");
        }

        if (loss is null && _options.Schedule == LearningRateSchedule.Plateau)
        {
            throw new ArgumentException($"{nameof(_options.Schedule)} is {_options.Schedule}, but nothing is held out to validate on; expected another schedule, or validation data.");
        }

        var result = new EpochResult(_epoch, _meter.Loss, loss, accuracy, _meter.Elapsed);
        _epochs.Add(result);
        _best.Offer(_epoch, loss);
        _rates.EndEpoch(loss);
        (_epoch, _batches) = (_epoch + 1, 0);
        _meter.EndEpoch(result);
    }

    private void TrainEpoch()
    {
        var done = _batches;
        foreach (var batch in _source.Training(Random(_epoch)))
        {
            if (done > 0)
            {
                done--;
                continue;
            }

            _options.CancellationToken.ThrowIfCancellationRequested();
            _step.LearningRate = _rates.At(_epoch, _step.Steps + 1);
            var (loss, weight) = _step.Learn(batch);
            if (!double.IsFinite(loss) || !double.IsFinite(_step.GradientNorm))
            {
                throw BrokenDown($"at step {_step.Steps}, in epoch {_epoch}, the loss is {loss / weight} and the gradient's norm {_step.GradientNorm}");
            }

            _batches++;
            if (weight > 0)
            {
                _options.GradientStatistics?.Report(_step.Statistics(_epoch, loss / weight));
            }

            _meter.Step(batch, loss, weight, _step.LearningRate, _step.GradientNorm);
            if (_checkpoint is { IsDue: true })
            {
                Save();
            }
        }

        if (_meter.Examples == 0)
        {
            throw new ArgumentException("There are no rows to train on.");
        }

        if (_meter.Weight == 0)
        {
            throw new ArgumentException("The weights of all rows are 0; there is nothing to learn from.");
        }
    }

    private (double? Loss, double? Accuracy) Validate()
    {
        var (loss, right, weight) = (0d, 0d, 0d);
        foreach (var batch in _source.Validation())
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            var sums = _step.Measure(batch);
            loss += sums.Loss;
            right += sums.Right;
            weight += sums.Weight;
        }

        if (weight == 0)
        {
            return (null, null);
        }

        return (loss / weight, _network.HasAccuracy ? right / weight : null);
    }

    private void Save()
    {
        if (_step.HasFiniteWeights)
        {
            _checkpoint?.Save(_step.Steps);
        }
        else
        {
            throw BrokenDown($"after step {_step.Steps}, in epoch {_epoch}, a weight is no longer finite");
        }
    }

    private InvalidOperationException BrokenDown(string problem)
    {
        var kept = _best.HasWeights ? $" The network has the weights of epoch {_best.Epoch}, its best." : "";
        _best.Restore();
        var checkpoint = _checkpoint switch
        {
            null => "",
            { Step: { } step } => $" The checkpoint '{_checkpoint.Path}' of step {step} is kept.",
            _ => $" No checkpoint was written to '{_checkpoint.Path}' before that.",
        };
        return new($"Training broke down: {problem}. A smaller {nameof(_options.LearningRate)} or {nameof(_options.ClipNorm)} helps, "
            + $"and inputs and labels of about unit size.{kept}{checkpoint}");
    }

    private SeededRandom Random(int epoch) => new(_options.Seed, epoch);
}
