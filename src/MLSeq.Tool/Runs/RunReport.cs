using System.Globalization;
using System.Text.Json;
using MLSeq.Interactive;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;
using MLSeq.Networks.Training;

namespace MLSeq.Tool.Runs;

/// <summary>A page of a training run: what it came to, how it went, and by what it can be done again.</summary>
internal static class RunReport
{
    /// <summary>The page of a run.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="history">What happened.</param>
    public static HtmlPage Of(string name, RunHistory history)
    {
        var page = new HtmlPage($"Training run {name}").AddHeading($"Training run {name}", level: 1).AddParagraph(Summary(history)).AddPreformatted(history.Starts[^1].Command);
        if (history.Figures.Count > 0)
        {
            page.AddHeading("Figures").AddView(new TextTable("What it came to", ["figure", "value"], history.Figures.Select(figure => (IReadOnlyList<object>)[figure.Key, Value(figure.Value)])));
        }

        AddCourse(page, history);
        if (history.Confusion is { } confusion)
        {
            page.AddHeading("Validation data").AddView(new HeatMap(
                "What is taken for what", confusion.Labels, confusion.Labels, [.. confusion.Counts.Select(row => (IReadOnlyList<double>)[.. row.Select(count => (double)count)])])
            {
                RowsAre = "actual",
                ColumnsAre = "predicted",
                Format = "0",
            });
        }

        if (history.Tables.Count > 0)
        {
            page.AddHeading("What the model does");
        }

        foreach (var table in history.Tables)
        {
            page.AddView(new TextTable(table.Title, table.Columns, table.Rows));
        }

        AddSources(page, history);
        return page;
    }

    private static string Summary(RunHistory history)
    {
        var status = history.Status switch
        {
            RunStatus.Running => "It is still training; this page shows how far it is.",
            RunStatus.Killed => "Its process ended without a word; the same command goes on from the last checkpoint.",
            RunStatus.Interrupted => "It was interrupted; the same command goes on from its checkpoint.",
            RunStatus.Failed => $"It failed: {history.Message}",
            _ => "It is completed.",
        };
        var again = history.Starts.Count switch { 1 => "", 2 => ", gone on with once", var starts => $", gone on with {starts - 1} times" };
        var epochs = history.Epochs is [.., { } last] ? Invariant($" {history.Epochs.Count} of at most {last.Epochs} epochs in {last.Seconds:N1} s of training.") : "";
        return Invariant($"{status} Begun on {history.Starts[0].Time:yyyy-MM-dd HH:mm} UTC{again}, last written on {history.Events[^1].Time:yyyy-MM-dd HH:mm} UTC.{epochs}");
    }

    /// <summary>How losses, learning rate and gradients went.</summary>
    private static void AddCourse(HtmlPage page, RunHistory history)
    {
        var (epochs, progress) = (history.Epochs, history.Progress);
        if (epochs.Count > 0 || progress.Count > 0)
        {
            page.AddHeading("Course");
        }

        if (epochs.Count > 0)
        {
            EpochResult[] results = [.. epochs.Select(e => new EpochResult(e.Epoch, e.Loss, e.ValidationLoss, e.ValidationAccuracy, TimeSpan.FromSeconds(e.Seconds)))];
            page.AddView(new TrainingCurves(new TrainingHistory(results, 0, 0, 0)));
            Add("Validation accuracy by epoch", "epoch", "share that is right", false, [.. epochs.Select(e => ((double)e.Epoch, e.ValidationAccuracy ?? double.NaN))]);
        }

        // Thousands, so that the numbers on the axis stay short.
        (double, double)[] Points(Func<RunProgress, double?> value) => [.. progress.Select(p => (p.Tokens / 1000d, value(p) ?? double.NaN))];
        const string Across = "thousand tokens or frames trained on";
        Add("Loss within epochs", Across, "mean of the epoch so far", false, Points(p => p.Loss));
        Add("Learning rate", Across, "step size", false, Points(p => p.LearningRate));
        Add("Gradients", Across, "largest norm of a step's gradient, before clipping", true, Points(p => p.GradientNorm));
        Add("Speed", Across, "tokens or frames a second, since the beginning", false, Points(p => p.TokensPerSecond));

        void Add(string title, string across, string up, bool isLogarithmic, (double X, double Y)[] points)
        {
            if (points.Count(point => double.IsFinite(point.Y)) > 1)
            {
                page.AddView(new LineChart(title, new ChartSeries(up, points)) { HorizontalAxis = across, IsLogarithmic = isLogarithmic });
            }
        }
    }

    /// <summary>What the run was made of.</summary>
    private static void AddSources(HtmlPage page, RunHistory history)
    {
        var start = history.Starts[^1];
        if (history.Data.Count > 0)
        {
            page.AddHeading("Data").AddView(new TextTable("Files", ["use", "file", "content"], history.Data.Select(data => (IReadOnlyList<object>)[data.Use, data.File, data.Content])));
        }

        page.AddHeading("Options").AddView(new TextTable(
            "All options; those on the command line first", ["option", "value", ""],
            start.Options.OrderByDescending(option => start.Given.Contains(option.Key)).Select(option =>
                (IReadOnlyList<object>)[option.Key, option.Value, start.Given.Contains(option.Key) ? "given" : ""])));
        page.AddHeading("Environment").AddView(new TextTable("Program and machine", ["", ""], start.Environment.Select(fact => (IReadOnlyList<object>)[fact.Key, fact.Value])));
    }

    /// <summary>A figure as the log has it: a number or a text.</summary>
    private static string Value(object? value) => value is JsonElement { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var real)
        ? real.ToString(Math.Abs(real) >= 1000 ? "#,0.####" : "0.####", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
