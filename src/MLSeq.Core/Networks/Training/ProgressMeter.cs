using System.Diagnostics;

namespace MLSeq.Networks.Training;

/// <summary>Counts what a run has done and reports it a few times a second.</summary>
internal sealed class ProgressMeter(SequenceTrainerOptions options)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _lastReport;
    private int _epoch;
    private long? _examplesPerEpoch;
    private double _loss;
    private double _weight;

    /// <summary>The examples of the present epoch.</summary>
    public long Examples { get; private set; }

    /// <summary>The tokens or frames of all epochs.</summary>
    public long Tokens { get; private set; }

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>The mean loss of the present epoch.</summary>
    public double Loss => _weight == 0 ? 0 : _loss / _weight;

    /// <summary>The sum of weights of the present epoch.</summary>
    public double Weight => _weight;

    public void StartEpoch(int epoch)
    {
        _epoch = epoch;
        (Examples, _loss, _weight) = (0, 0, 0);
    }

    public void Step(TrainingBatch batch, double loss, double weight)
    {
        Examples += batch.Rows;
        Tokens += batch.Tokens;
        _loss += loss;
        _weight += weight;
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

    private void Report(EpochResult? completed)
    {
        var elapsed = _lastReport = Elapsed;
        TimeSpan? remaining = null;
        if (_examplesPerEpoch is > 0)
        {
            var done = _epoch - 1 + (Examples / (double)_examplesPerEpoch.Value);
            remaining = elapsed * Math.Max(0, (options.Epochs / done) - 1);
        }

        options.Progress?.Report(new(
            _epoch, options.Epochs, Examples, _examplesPerEpoch, Tokens, Tokens / Math.Max(elapsed.TotalSeconds, 1e-9), Loss, elapsed,
            remaining, completed));
    }
}
