using System.Diagnostics;

namespace MLSeq.Embeddings.Training;

/// <summary>Tells how far a stage is, a few times a second; several threads may do so at once.</summary>
/// <param name="progress">Whom to tell; may be null.</param>
/// <param name="stage">The stage's name.</param>
/// <param name="total">The number of steps.</param>
/// <param name="words">The number of words that all steps together go through.</param>
/// <param name="learningRate">The learning rate, if the stage has one.</param>
internal sealed class StageProgress(IProgress<WordVectorProgress>? progress, string stage, long total, long words, double? learningRate = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _last = -Interval;
    private long _done;
    private long _before;

    /// <summary>Counts steps that were done before the stage began, in an earlier run.</summary>
    public void Skip(long steps) => _before = _done = steps;

    /// <summary>Counts steps.</summary>
    /// <param name="steps">How many more are done.</param>
    /// <param name="loss">The mean loss of late; null where it is not computed.</param>
    public void Advance(long steps, double? loss = null)
    {
        lock (_lock)
        {
            _done += steps;
            var elapsed = _watch.Elapsed;
            if (progress is null || (elapsed - _last < Interval && _done < total))
            {
                return;
            }

            _last = elapsed;
            var fraction = (double)_done / total;
            var rate = (_done - _before) / elapsed.TotalSeconds;
            progress.Report(new(
                stage, fraction, (long)(fraction * words), rate / total * words, learningRate, loss, elapsed,
                rate > 0 ? TimeSpan.FromSeconds((total - _done) / rate) : null));
        }
    }
}
