using System.Diagnostics;
using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>Counts what a run has done and reports it a few times a second.</summary>
/// <param name="options">Say whom to report to.</param>
/// <param name="examples">How many examples an epoch has; null where the first one will show.</param>
internal sealed class ProgressMeter(SequenceTrainerOptions options, long? examples) : ITrainingState
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _before;
    private TimeSpan _lastReport;
    private int _epoch;
    private long? _examplesPerEpoch = examples;
    private double _loss;
    private double _weight;
    private float _learningRate;
    private double _gradientNorm;

    /// <summary>The examples of the present epoch.</summary>
    public long Examples { get; private set; }

    /// <summary>The tokens or frames of all epochs.</summary>
    public long Tokens { get; private set; }

    /// <summary>The time of training, that before a checkpoint included.</summary>
    public TimeSpan Elapsed => _before + _watch.Elapsed;

    /// <summary>The mean loss of the present epoch.</summary>
    public double Loss => _weight == 0 ? 0 : _loss / _weight;

    /// <summary>The sum of weights of the present epoch.</summary>
    public double Weight => _weight;

    public void StartEpoch(int epoch)
    {
        _epoch = epoch;
        (Examples, _loss, _weight) = (0, 0, 0);
    }

    /// <summary>Counts a batch that was learned from.</summary>
    public void Step(TrainingBatch batch, double loss, double weight, float learningRate, double gradientNorm)
    {
        Examples += batch.Rows;
        Tokens += batch.Tokens;
        _loss += loss;
        _weight += weight;
        _learningRate = learningRate;
        _gradientNorm = weight > 0 ? Math.Max(_gradientNorm, gradientNorm) : _gradientNorm;
        if (options.Progress is not null && Elapsed - _lastReport > Interval)
        {
            Report(null);
        }
    }

    public void EndEpoch(EpochResult result)
    {
        _examplesPerEpoch = Examples;
        Report(result);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Elapsed.Ticks);
        writer.Write(_epoch);
        writer.Write(_examplesPerEpoch ?? 0);
        writer.Write(Examples);
        writer.Write(Tokens);
        writer.Write(_loss);
        writer.Write(_weight);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _lastReport = _before = new(UntrustedData.ReadInt64(reader, "the time of training", 0));
        if (_before.TotalDays > 36500)
        {
            throw new InvalidDataException($"Damaged data: training took {_before.TotalDays} days.");
        }

        _epoch = UntrustedData.ReadInt32(reader, "the epoch", 0, int.MaxValue);
        _examplesPerEpoch = UntrustedData.ReadInt64(reader, "the examples of an epoch", 0) is > 0 and var found ? found : _examplesPerEpoch;
        Examples = UntrustedData.ReadInt64(reader, "the examples done", 0);
        Tokens = UntrustedData.ReadInt64(reader, "the tokens done", 0);
        (_loss, _weight) = (reader.ReadDouble(), reader.ReadDouble());
    }

    /// <summary>Reports the state, with the result of the epoch that it ends.</summary>
    public void Report(EpochResult? completed)
    {
        var elapsed = _lastReport = Elapsed;
        TimeSpan? remaining = null;
        if (_examplesPerEpoch is > 0)
        {
            var done = _epoch - 1 + (Examples / (double)_examplesPerEpoch.Value);
            remaining = elapsed * Math.Max(0, (options.Epochs / done) - 1);
        }

        options.Progress?.Report(new(
            completed?.Epoch ?? _epoch, options.Epochs, Examples, _examplesPerEpoch, Tokens, Tokens / Math.Max(elapsed.TotalSeconds, 1e-9), Loss, _learningRate,
            _gradientNorm, elapsed, remaining, completed));
        _gradientNorm = 0;
    }
}
