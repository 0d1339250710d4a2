using System.Globalization;
using MLSeq.Networks.Training;
using Spectre.Console;

namespace MLSeq.Tool.Display;

/// <summary>Shows a training run on standard error: a bar in a terminal, a line an epoch where that is piped.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>
{
    private readonly ToolConsole _console;
    private readonly Func<long?> _examples;
    private readonly List<EpochResult> _epochs = [];
    private ProgressTask? _bar;

    private TrainingDisplay(ToolConsole console, Func<long?> examples)
    {
        _console = console;
        _examples = examples;
    }

    /// <summary>Runs <paramref name="train"/> under a display.</summary>
    /// <param name="console">Where to show it.</param>
    /// <param name="examples">Rows an epoch reads, for the bar's length where training does not know it yet; null where nobody does.</param>
    /// <param name="train">Trains and reports to what it is given.</param>
    /// <returns>What training returned, and its epochs.</returns>
    public static (T Result, IReadOnlyList<EpochResult> Epochs) Run<T>(ToolConsole console, Func<long?> examples, Func<IProgress<TrainingProgress>, T> train)
    {
        var display = new TrainingDisplay(console, examples);
        if (console.Quiet || !console.Notes.Profile.Capabilities.Interactive || !console.Notes.Profile.Capabilities.Ansi)
        {
            return (train(display), display._epochs);
        }

        var result = console.Notes.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                display._bar = context.AddTask("reading", maxValue: 1);
                return train(display);
            });
        return (result, display._epochs);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Completed is { } epoch)
        {
            _epochs.Add(epoch);
            if (!_console.Quiet)
            {
                WriteEpoch(epoch, value);
            }
        }

        if (_bar is not null)
        {
            var done = Done(value);
            _bar.Value = done;
            _bar.Description = Invariant($"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:F4}  {value.TokensPerSecond:N0} tokens/s  {Left(value, done)} left");
        }
    }

    /// <summary>The share of all epochs that is done.</summary>
    private double Done(TrainingProgress value)
    {
        var examples = value.TotalExamples ?? _examples() ?? long.MaxValue;
        var ofEpoch = value.Completed is null ? Math.Min(1, value.Examples / (double)Math.Max(1, examples)) : 1;
        return (value.Epoch - 1 + ofEpoch) / value.Epochs;
    }

    private void WriteEpoch(EpochResult epoch, TrainingProgress progress)
    {
        var line = Invariant($"epoch {epoch.Epoch,2}/{progress.Epochs}  loss {epoch.Loss:F4}");
        line += epoch.ValidationLoss is { } loss ? Invariant($"  validation loss {loss:F4}") : "";
        line += epoch.ValidationAccuracy is { } accuracy ? "  accuracy " + ReportTables.Percent(accuracy) : "";
        line += Invariant($"  {progress.TokensPerSecond:N0} tokens/s  {epoch.Elapsed.TotalSeconds:F1} s");
        if (_bar is not null)
        {
            _console.Notes.WriteLine(line);
        }
        else
        {
            _console.Error.WriteLine(line);
        }
    }

    private static string Left(TrainingProgress value, double done)
    {
        var left = value.Remaining ?? (done > 0 ? value.Elapsed * ((1 - done) / done) : TimeSpan.Zero);
        return left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
