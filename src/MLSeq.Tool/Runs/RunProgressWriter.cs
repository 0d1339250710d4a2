using MLSeq.Embeddings.Training;
using MLSeq.Networks.Training;

namespace MLSeq.Tool.Runs;

/// <summary>Writes the progress of a training to the folder of its run: at the end of each epoch, and in between as often as a picture needs, ever more seldom.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RunProgressWriter(RunFolder folder) : IProgress<TrainingProgress>, IProgress<WordVectorProgress>
{
    // A line for each three hundredth of the time so far: a day of training has some three thousand.
    private const double Thinning = 300;

    private readonly Lock _lock = new();
    private TimeSpan? _written;
    private double _ofLine;
    private double _ofEpoch;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        // Epochs from before a checkpoint are told again, before any step is taken: they are in the log.
        if (value.LearningRate == 0 && folder.GoesOn)
        {
            return;
        }

        _ofLine = Math.Max(_ofLine, value.GradientNorm);
        _ofEpoch = Math.Max(_ofEpoch, value.GradientNorm);
        if (IsDue(value.Elapsed) || value.Completed is not null)
        {
            folder.Write(new RunProgress(value.Tokens, value.Loss, value.LearningRate, _ofLine, value.TokensPerSecond, value.Elapsed.TotalSeconds));
            _ofLine = 0;
        }

        if (value.Completed is { } epoch)
        {
            folder.Write(new RunEpoch(
                epoch.Epoch, value.Epochs, epoch.Loss, epoch.ValidationLoss, epoch.ValidationAccuracy, value.LearningRate, _ofEpoch, epoch.Elapsed.TotalSeconds));
            _ofEpoch = 0;
        }
    }

    /// <inheritdoc/>
    public void Report(WordVectorProgress value)
    {
        // Several threads train, and what comes before training has no rate.
        lock (_lock)
        {
            if (value.LearningRate is { } rate && IsDue(value.Elapsed))
            {
                folder.Write(new RunProgress(value.Words, value.Loss, rate, null, value.WordsPerSecond, value.Elapsed.TotalSeconds));
            }
        }
    }

    private bool IsDue(TimeSpan elapsed)
    {
        var due = _written is not { } last || elapsed - last >= elapsed / Thinning;
        _written = due ? elapsed : _written;
        return due;
    }
}
