using System.Globalization;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Charts;

/// <summary>
/// Shares of one, over time, as shades, a row for each name: how probable letters are at each step of a recording, or which notes of a piano sound. Some
/// may be marked by a dot, such as those that are right.
/// </summary>
public sealed partial class TimeMap : NotebookView
{
    private const double FontSize = 13;
    private const double Margin = 16;
    private const int Width = 720;
    private const double LeastShown = 0.02;

    private readonly string[] _rows;
    private readonly float[] _values;

    /// <summary>Makes a map.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="rows">The rows' names, from top to bottom; empty where a row needs none.</param>
    /// <param name="values">A number from 0 to 1 for each row at each step [T, rows], row-major.</param>
    /// <exception cref="ArgumentException">There are no rows or steps, a step is not whole, or a number is not between 0 and 1.</exception>
    public TimeMap(string title, IReadOnlyList<string> rows, float[] values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(values);
        OptionCheck.Require(rows.Count > 0, "The number of rows", rows.Count, "at least one");
        OptionCheck.Require(values.Length > 0 && values.Length % rows.Count == 0, "The number of values", values.Length, $"a multiple of {rows.Count}, at least one step");
        foreach (var (i, value) in values.Index())
        {
            OptionCheck.Require(value is >= 0 and <= 1.0001f, $"The value of row {i % rows.Count} at step {i / rows.Count}", value, "a number from 0 to 1");
        }

        (Title, _rows, _values) = (title, [.. rows.Select(PlotText.Clean)], values);
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>What shades and marks are, in a line below the title. Nothing by default.</summary>
    public string Note { get; init; } = "";

    /// <summary>How long a step is, on the horizontal axis. Default: 1.</summary>
    public double StepLength { get; init; } = 1;

    /// <summary>What stands below the horizontal axis. Default: "steps".</summary>
    public string HorizontalAxis { get; init; } = "steps";

    /// <summary>What has a dot: the step and the row of each, from 0. Nothing by default.</summary>
    public IReadOnlyList<(int Step, int Row)> Marks { get; init; } = [];

    private int Steps => _values.Length / _rows.Length;

    /// <inheritdoc/>
    public override string ToHtml() => PlotWriter.Write(FontSize, svg =>
    {
        var cellHeight = Math.Clamp(330d / _rows.Length, 5, 22);
        var left = Margin + _rows.Max(name => TextWidth.Of(name, FontSize)) + 8;
        var top = Margin + (FontSize * (Note.Length > 0 ? 3.6 : 2.2));
        var bottom = top + (_rows.Length * cellHeight);
        var cellWidth = (Width - left - (2 * Margin)) / Steps;
        double Y(int row) => top + (row * cellHeight);

        svg.Begin(Width, (int)(bottom + (FontSize * 3.4) + Margin), PlotText.Clean(Title));
        svg.Text("title", Margin, Margin + (FontSize * 1.2), TextWidth.Fit(PlotText.Clean(Title), FontSize * 1.45, Width - (2 * Margin)), FontSize * 1.3);
        svg.Text("note", Margin, Margin + (FontSize * 2.8), TextWidth.Fit(PlotText.Clean(Note), FontSize, Width - (2 * Margin)), FontSize);
        foreach (var (row, name) in _rows.Index().Where(row => row.Item.Length > 0))
        {
            svg.Grid(left, Y(row + 1), left + (Steps * cellWidth), Y(row + 1));
            svg.Label(left - 6, Y(row) + (cellHeight / 2) + (FontSize * 0.35), -1, name);
        }

        for (var i = 0; i < _values.Length; i++)
        {
            var (step, row) = (i / _rows.Length, i % _rows.Length);
            if (_values[i] >= LeastShown)
            {
                svg.Cell(left + (step * cellWidth), Y(row), cellWidth, cellHeight, _values[i], string.Create(CultureInfo.InvariantCulture, $"{_rows[row]} at {step * StepLength:G4}: {_values[i]:G3}"));
            }
        }

        foreach (var (step, row) in Marks)
        {
            svg.Mark(1, left + ((step + 0.5) * cellWidth), Y(row) + (cellHeight / 2), Math.Clamp(Math.Min(cellWidth, cellHeight) * 0.4, 1.6, 4), null);
        }

        foreach (var (value, text) in new AxisScale([0, Steps * StepLength], 10, endsAtData: true).Ticks)
        {
            var x = left + (value / StepLength * cellWidth);
            svg.Grid(x, bottom, x, bottom + 5);
            svg.Text("note middle", x, bottom + (FontSize * 1.6), text, FontSize);
        }

        svg.Text("note middle", left + (Steps * cellWidth / 2), bottom + (FontSize * 3), PlotText.Clean(HorizontalAxis), FontSize);
        svg.End();
    });
}
