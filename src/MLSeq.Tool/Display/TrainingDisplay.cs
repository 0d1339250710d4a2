using System.Globalization;
using MLSeq.Networks.Training;

namespace MLSeq.Tool.Display;

/// <summary>Shows a training run on standard error: a line an epoch, and between them a bar in a terminal, a line now and then elsewhere.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>
{
    private readonly ToolConsole _console;
    private readonly Func<long?> _examples;
    private readonly Action<double, string> _bar;
    private readonly List<EpochResult> _epochs = [];

    private TrainingDisplay(ToolConsole console, Func<long?> examples, Action<double, string> bar) => (_console, _examples, _bar) = (console, examples, bar);

    /// <summary>Runs <paramref name="train"/> under a display.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="examples">Rows an epoch reads, for the bar's length where training does not know it yet; null where nobody does.</param>
    /// <param name="train">Trains and reports to what it is given.</param>
    /// <returns>What training returned, and its epochs.</returns>
    public static (T Result, IReadOnlyList<EpochResult> Epochs) Run<T>(ToolConsole console, Func<long?> examples, Func<IProgress<TrainingProgress>, T> train) =>
        ProgressBar.Run(console, bar =>
        {
            var display = new TrainingDisplay(console, examples, bar);
            return (train(display), display._epochs);
        });

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Completed is { } epoch)
        {
            _epochs.Add(epoch);
            WriteEpoch(epoch, value);
        }

        var done = Done(value);
        var text = Invariant($"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:F4}  rate {value.LearningRate:G3}  {value.TokensPerSecond:N0} tokens/s");
        _bar(done, Left(value, done) is { } left ? $"{text}  {ProgressBar.Time(left)} left" : text);
    }

    /// <summary>The share of all epochs that is done.</summary>
    private double Done(TrainingProgress value)
    {
        var examples = value.TotalExamples ?? _examples();
        var ofEpoch = value.Completed is not null ? 1 : examples is > 0 and var all ? Math.Min(1, value.Examples / (double)all) : 0;
        return (value.Epoch - 1 + ofEpoch) / value.Epochs;
    }

    private void WriteEpoch(EpochResult epoch, TrainingProgress progress)
    {
        var line = Invariant($"epoch {epoch.Epoch,2}/{progress.Epochs}  loss {epoch.Loss:F4}");
        line += epoch.ValidationLoss is { } loss ? Invariant($"  validation loss {loss:F4}") : "";
        line += epoch.ValidationAccuracy is { } accuracy ? "  accuracy " + ReportTables.Percent(accuracy) : "";
        _console.Note(line + Invariant($"  {progress.TokensPerSecond:N0} tokens/s  {epoch.Elapsed.TotalSeconds:F1} s"));
    }

    /// <summary>The time left; null where there is nothing to tell it by.</summary>
    private static TimeSpan? Left(TrainingProgress value, double done) => value.Remaining ?? (done > 0 ? value.Elapsed * ((1 - done) / done) : null);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
