using System.Globalization;
using MLSeq.Tool.Classification;
using Spectre.Console;

namespace MLSeq.Tool.Display;

/// <summary>Tables of classification results.</summary>
internal static class ReportTables
{
    /// <summary>A fraction as a percentage with one decimal, as tables show it.</summary>
    public static string Percent(double fraction) => string.Create(CultureInfo.InvariantCulture, $"{100 * fraction:F1} %");

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static Table New(string title, params ReadOnlySpan<string> columns)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title), new Style(decoration: Decoration.Bold)), Border = TableBorder.Rounded };
        for (var i = 0; i < columns.Length; i++)
        {
            table.AddColumn(new TableColumn(new Spectre.Console.Text(columns[i])) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        }

        return table;
    }

    /// <summary>Precision, recall and F1 of each label.</summary>
    public static Table Labels(ClassificationReport report)
    {
        var table = New("By label", "label", "texts", "precision", "recall", "F1");
        foreach (var scores in report.Labels.Select(report.Of))
        {
            table.AddRow(Markup.Escape(scores.Label), Count(scores.Examples), Percent(scores.Precision), Percent(scores.Recall), Percent(scores.F1));
        }

        return table;
    }

    /// <summary>Actual labels down, predicted ones across, for the <paramref name="largest"/> labels; the rest in one column.</summary>
    public static Table Confusion(ClassificationReport report, int largest)
    {
        var labels = report.Labels.Take(largest).ToList();
        var numbers = Enumerable.Range(1, labels.Count).Select(n => n.ToString(CultureInfo.InvariantCulture));
        var table = New($"The {labels.Count} largest classes: what they are, and what they are taken for", ["", "actual \\ predicted", .. numbers, "other", "recall"]);
        table.Columns[1].Alignment = Justify.Left;
        for (var row = 0; row < labels.Count; row++)
        {
            var scores = report.Of(labels[row]);
            var counts = labels.Select(predicted => report.Count(labels[row], predicted)).ToList();
            var cells = counts.Select((count, column) =>
                column == row ? $"[green bold]{Count(count)}[/]" : count == 0 ? "[grey]·[/]" : Count(count));
            table.AddRow([$"{row + 1}", Markup.Escape(labels[row]), .. cells, Count(scores.Examples - counts.Sum()), Percent(scores.Recall)]);
        }

        return table;
    }

    /// <summary>The lines that every evaluation ends with, one <c>name: value</c> a figure.</summary>
    public static IReadOnlyList<string> Figures(ClassificationReport report)
    {
        var macro = report.Macro;
        return
        [
            $"examples: {report.Examples}",
            Line("accuracy", report.Accuracy),
            Line("precision", macro.Precision),
            Line("recall", macro.Recall),
            Line("f1", macro.F1),
        ];
    }

    /// <summary>The same figures for <c>--json</c>.</summary>
    public static Dictionary<string, object?> Json(ClassificationReport report) => new()
    {
        ["examples"] = report.Examples,
        ["accuracy"] = report.Accuracy,
        ["precision"] = report.Macro.Precision,
        ["recall"] = report.Macro.Recall,
        ["f1"] = report.Macro.F1,
    };

    private static string Line(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name}: {value:F4}");
}
