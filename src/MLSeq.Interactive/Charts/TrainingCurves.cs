using System.Globalization;
using MLSeq.Networks.Training;

namespace MLSeq.Interactive.Charts;

/// <summary>
/// The losses of a training run by epoch, and its last figures. As the progress of the options of a trainer it grows while the training runs: show it, and
/// show it anew when <see cref="Changed"/> is called.
/// </summary>
/// <example>
/// In a notebook: <c>var curves = new TrainingCurves(); var shown = display(curves); curves.Changed = shown.Update;</c> and
/// <c>Progress = curves</c> among the trainer's options.
/// </example>
public sealed class TrainingCurves : NotebookView, IProgress<TrainingProgress>
{
    private readonly List<EpochResult> _epochs;

    /// <summary>Curves that are empty until training reports.</summary>
    public TrainingCurves() => _epochs = [];

    /// <summary>The curves of a training that is over.</summary>
    /// <param name="history">What it came to.</param>
    public TrainingCurves(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _epochs = [.. history.Epochs];
    }

    /// <summary>Is told of each epoch that ends, on the thread that trains. Null, nobody, by default.</summary>
    public Action<TrainingCurves>? Changed { get; set; }

    /// <inheritdoc/>
    public override string Title => _epochs.Count == 0
        ? "Training has not ended an epoch yet"
        : string.Create(CultureInfo.InvariantCulture, $"Training, {_epochs.Count} epochs in {_epochs[^1].Elapsed.TotalSeconds:F0} s");

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Completed is { } epoch)
        {
            _epochs.Add(epoch);
            Changed?.Invoke(this);
        }
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        EpochResult[] epochs = [.. _epochs];
        var series = new List<ChartSeries> { new("training loss", [.. epochs.Select(epoch => ((double)epoch.Epoch, epoch.Loss))]) };
        if (epochs.Any(epoch => epoch.ValidationLoss is not null))
        {
            series.Add(new("validation loss", [.. epochs.Select(epoch => ((double)epoch.Epoch, epoch.ValidationLoss ?? double.NaN))]));
        }

        var best = epochs.Where(epoch => epoch.ValidationLoss is not null).MinBy(epoch => epoch.ValidationLoss);
        var note = best is null ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"best epoch {best.Epoch}: {best.ValidationLoss:F4}{(best.ValidationAccuracy is { } accuracy ? $", {accuracy:P1} right" : "")}");
        return new LineChart(Title, series) { Note = note, HorizontalAxis = "epoch", VerticalAxis = "loss" }.ToHtml();
    }
}
