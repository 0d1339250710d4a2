using System.Globalization;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Charts;

/// <summary>Lines over a common axis, told apart by colour and dashes, such as losses over epochs or gradients over time steps.</summary>
public sealed class LineChart : NotebookView
{
    internal const int Width = 720;
    private const double FontSize = 13;
    internal const double Margin = 16;
    internal const double Left = 76;

    private readonly IReadOnlyList<ChartSeries> _series;

    /// <summary>Makes a chart.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="series">The lines.</param>
    /// <exception cref="ArgumentException">There is no line.</exception>
    public LineChart(string title, params IReadOnlyList<ChartSeries> series)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(series);
        if (series.Count == 0)
        {
            throw new ArgumentException($"The chart '{title}' has no line; expected at least one.", nameof(series));
        }

        (Title, _series) = (title, series);
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <summary>What stands below the title, smaller. Nothing by default.</summary>
    public string Note { get; init; } = "";

    /// <summary>What stands below the horizontal axis. Nothing by default.</summary>
    public string HorizontalAxis { get; init; } = "";

    /// <summary>What stands above the vertical axis. Nothing by default.</summary>
    public string VerticalAxis { get; init; } = "";

    /// <summary>Whether the horizontal axis ends where the lines do, rather than at a round number. No by default.</summary>
    public bool EndsAtData { get; init; }

    /// <summary>The height in pixels where the chart is shown in its own size, at least 160. Default: 380.</summary>
    public int Height
    {
        get;
        init
        {
            OptionCheck.Require(value >= 160, nameof(Height), value, "at least 160");
            field = value;
        }
    } = 380;

    /// <summary>Whether the vertical axis is logarithmic: values that are not greater than 0 are then left out. No by default.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic, as of sizes that grow by factors. No by default.</summary>
    public bool HasLogarithmicHorizontalAxis { get; init; }

    /// <inheritdoc/>
    public override string ToHtml() => PlotWriter.Write(FontSize, svg =>
    {
        var legend = PlotLegend.Of([.. _series.Select(line => PlotText.Clean(line.Name)).Where(name => name.Length > 0)], FontSize, Width - (2 * Margin), areLines: true);
        var (top, bottom) = (Margin + (FontSize * (Note.Length > 0 ? 5.6 : 4.2)), Height - Margin - legend.Height - (FontSize * 3.4));
        var points = _series.SelectMany(line => line.Points).ToList();
        var across = new AxisScale(points.Select(point => point.X), 10, HasLogarithmicHorizontalAxis, EndsAtData);
        var up = new AxisScale(points.Select(point => point.Y), 6, IsLogarithmic);
        double X(double place) => Left + (place * (Width - Left - (2 * Margin)));
        double Y(double value) => bottom - (up.PlaceOf(value) * (bottom - top));

        svg.Begin(Width, Height, PlotText.Clean(Title));
        svg.Text("title", Margin, Margin + (FontSize * 1.2), TextWidth.Fit(PlotText.Clean(Title), FontSize * 1.45, Width - (2 * Margin)), FontSize * 1.3);
        if (Note.Length > 0)
        {
            svg.Text("note", Margin, Margin + (FontSize * 2.8), TextWidth.Fit(PlotText.Clean(Note), FontSize, Width - (2 * Margin)), FontSize);
        }

        svg.Text("note", Margin, top - (FontSize * 0.9), PlotText.Clean(VerticalAxis), FontSize);
        foreach (var (value, text) in up.Ticks)
        {
            svg.Grid(X(0), Y(value), X(1), Y(value));
            svg.Text("note end", X(0) - 8, Y(value) + (FontSize * 0.35), text, FontSize);
        }

        foreach (var (value, text) in across.Ticks)
        {
            var x = X(across.PlaceOf(value));
            svg.Grid(x, bottom, x, bottom + 5);
            svg.Text("note middle", x, bottom + (FontSize * 1.6), text, FontSize);
        }

        svg.Text("note middle", X(0.5), bottom + (FontSize * 3), PlotText.Clean(HorizontalAxis), FontSize);
        foreach (var (group, line) in _series.Index())
        {
            DrawLine(svg, group, line, point => across.Shows(point.X) && up.Shows(point.Y), point => (X(across.PlaceOf(point.X)), Y(point.Y)));
        }

        svg.Legend(legend, Margin, Height - Margin - legend.Height);
        svg.End();
    });

    private static void DrawLine(
        PlotWriter svg, int group, ChartSeries line, Func<(double X, double Y), bool> shows, Func<(double X, double Y), (double X, double Y)> place)
    {
        var piece = new List<(double X, double Y)>();
        foreach (var point in line.Points.Append((double.NaN, double.NaN)))
        {
            if (shows(point))
            {
                piece.Add(place(point));
                continue;
            }

            svg.Line(group, piece);
            piece.Clear();
        }

        // Few points are seen as such; many are a line.
        foreach (var point in line.Points.Where(point => line.Points.Count <= 40 && shows(point)))
        {
            var (x, y) = place(point);
            svg.Mark(group, x, y, 2.6, string.Create(CultureInfo.InvariantCulture, $"{PlotText.Clean(line.Name)}: {point.X:G6}, {point.Y:G6}"));
        }
    }
}
