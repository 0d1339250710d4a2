using System.Globalization;
using MLSeq.Embeddings.Projection;
using MLSeq.Translation;

namespace MLSeq.Interactive.Charts;

/// <summary>A table of numbers as shades, such as the attention of a translation or how often one label is taken for another.</summary>
public sealed class HeatMap : NotebookView
{
    private const double FontSize = 13;
    private const double Margin = 16;
    private const double LargestLabel = 180;
    private const double LargestTitle = 720;

    private readonly string[] _rows;
    private readonly string[] _columns;
    private readonly IReadOnlyList<IReadOnlyList<double>> _values;

    /// <summary>Makes a heat map.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="rows">The rows' names, from top to bottom.</param>
    /// <param name="columns">The columns' names, from left to right.</param>
    /// <param name="values">A row of numbers for each row's name, finite and not negative, one for each column.</param>
    /// <exception cref="ArgumentException">There are no rows or columns, they are not as many as their names, or a number is negative or not finite.</exception>
    public HeatMap(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<double>> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        OptionCheck.Require(rows.Count > 0 && columns.Count > 0, "The size", $"{rows.Count} by {columns.Count}", "at least one row and one column");
        OptionCheck.Require(values.Count == rows.Count, "The number of rows", values.Count, $"one for each of {rows.Count} names");
        foreach (var (i, row) in values.Index())
        {
            OptionCheck.Require(row.Count == columns.Count, $"The size of row {i}", row.Count, $"a number for each of {columns.Count} columns");
            OptionCheck.Require(row.All(value => double.IsFinite(value) && value >= 0), $"Row {i}", string.Join(", ", row.Take(5)), "finite numbers that are not negative");
        }

        (Title, _values) = (title, values);
        (_rows, _columns) = ([.. rows.Select(Label)], [.. columns.Select(Label)]);
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>What the rows are. Nothing by default.</summary>
    public string RowsAre { get; init; } = "";

    /// <summary>What the columns are. Nothing by default.</summary>
    public string ColumnsAre { get; init; } = "";

    /// <summary>How numbers are written in their cells, as <see cref="double.ToString(string)"/> takes it; empty for shades alone. Default: "0.00".</summary>
    public string Format { get; init; } = "0.00";

    /// <summary>Where a translation looked: a row for each of its tokens, a column for each of the source's.</summary>
    /// <param name="translation">A translation with attention.</param>
    /// <exception cref="ArgumentException">It has none: the model has no attention, or it was not asked for.</exception>
    public static HeatMap OfAttention(TranslatedText translation)
    {
        ArgumentNullException.ThrowIfNull(translation);
        var attention = translation.Attention is { Count: > 0 } given
            ? given
            : throw new ArgumentException("The translation has no attention to show; expected one that was made with it.", nameof(translation));
        return new(
            "Attention", translation.Tokens, translation.SourceTokens,
            [.. attention.Take(translation.Tokens.Count).Select(row => (IReadOnlyList<double>)[.. row.Take(translation.SourceTokens.Count).Select(share => (double)share)])])
        {
            RowsAre = "written",
            ColumnsAre = "read",
            Format = "",
        };
    }

    /// <summary>How often each label was taken for each: rows are the actual labels, columns the predicted ones, the most frequent first.</summary>
    /// <param name="labels">The actual label and the predicted one of each row of data.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static HeatMap OfConfusion(IEnumerable<(string Actual, string Predicted)> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var counts = labels.CountBy(pair => pair).ToDictionary();
        string[] names = [.. counts.GroupBy(pair => pair.Key.Actual, pair => pair.Value).OrderByDescending(g => g.Sum()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)
            .Union(counts.Keys.Select(pair => pair.Predicted), StringComparer.Ordinal)];
        return new(
            "Confusion matrix", names, names,
            [.. names.Select(actual => (IReadOnlyList<double>)[.. names.Select(predicted => (double)counts.GetValueOrDefault((actual, predicted)))])])
        {
            RowsAre = "actual",
            ColumnsAre = "predicted",
            Format = "0",
        };
    }

    /// <inheritdoc/>
    public override string ToHtml() => PlotWriter.Write(FontSize, svg =>
    {
        var most = Math.Max(_values.Max(row => row.Max()), double.Epsilon);
        string Text(double value) => value == 0 || Format.Length == 0 ? "" : value.ToString(Format, CultureInfo.InvariantCulture);
        var cell = Math.Max(24, _values.Max(row => row.Max(value => TextWidth.Of(Text(value), FontSize))) + 8);
        var left = Margin + _rows.Max(name => TextWidth.Of(name, FontSize)) + 8;
        var slant = _columns.Max(name => TextWidth.Of(name, FontSize)) * 0.77;
        var top = Margin + (FontSize * (Note().Length > 0 ? 4.5 : 3.2)) + slant;
        var (width, height) = (left + (_columns.Length * cell) + Math.Max(slant, 8) + Margin, top + (_rows.Length * 24) + Margin);

        // A small map is as wide as its title, up to a limit.
        var title = TextWidth.Fit(PlotText.Clean(Title), FontSize * 1.45, Math.Max(width, LargestTitle) - (2 * Margin));
        svg.Begin((int)Math.Max(width, (2 * Margin) + Math.Max(TextWidth.Of(title, FontSize * 1.45), TextWidth.Of(Note(), FontSize))), (int)height, PlotText.Clean(Title));
        svg.Text("title", Margin, Margin + (FontSize * 1.2), title, FontSize * 1.3);
        svg.Text("note", Margin, Margin + (FontSize * 2.8), Note(), FontSize);
        for (var column = 0; column < _columns.Length; column++)
        {
            svg.BeginGroup(left + ((column + 0.5) * cell), top - 6, angle: -45);
            svg.Text("label", 0, 0, _columns[column], FontSize);
            svg.EndGroup();
        }

        for (var row = 0; row < _rows.Length; row++)
        {
            var y = top + (row * 24);
            svg.Label(left - 6, y + 16, -1, _rows[row]);
            for (var column = 0; column < _columns.Length; column++)
            {
                var value = _values[row][column];
                svg.Cell(left + (column * cell), y, cell, 24, value / most, string.Create(CultureInfo.InvariantCulture, $"{_rows[row]}, {_columns[column]}: {value:G4}"));
                if (Text(value) is { Length: > 0 } text)
                {
                    svg.CellText(left + ((column + 0.5) * cell), y + 16, value / most, text);
                }
            }
        }

        svg.End();
    });

    private string Note() => PlotText.Clean((RowsAre, ColumnsAre) switch
    {
        ("", "") => "",
        var (rows, columns) => $"down: {rows}; across: {columns}",
    });

    private static string Label(string name) => TextWidth.Fit(PlotText.Clean(name), FontSize, LargestLabel);
}
