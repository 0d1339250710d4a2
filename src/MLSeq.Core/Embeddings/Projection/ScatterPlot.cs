using System.Text;
using MLSeq.Text;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// Labelled points of the plane as an SVG picture: labels that would overlap others are left out (a pointer over the dot
/// shows them), groups have colours that colour-blind readers can tell apart (Okabe and Ito, 2008), and light and dark
/// backgrounds follow the reader's settings. Both axes have the same scale.
/// </summary>
public sealed class ScatterPlot
{
    private const double Margin = 16;
    private const double LargestLabel = 220;

    private readonly string[] _labels;
    private readonly int[]? _groups;
    private readonly ScatterPlotOptions _options;
    private readonly double _top;
    private readonly double _plotWidth;
    private readonly double _plotHeight;

    /// <summary>Lays the picture out.</summary>
    /// <param name="labels">The points' labels, the most important first: where there is no room for all, those win. Empty ones are not shown.</param>
    /// <param name="points">Where the points are [points, 2].</param>
    /// <param name="groups">The name of each point's group, shown by colour and explained in a legend; null where there are none.</param>
    /// <param name="options">How it looks; the defaults where there are none.</param>
    /// <exception cref="ArgumentException">Lengths differ, a coordinate is not finite (the message names its point), or an option is out of range.</exception>
    public ScatterPlot(
        IReadOnlyList<string> labels, ReadOnlySpan<float> points, IReadOnlyList<string>? groups = null, ScatterPlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        _options = options ?? new();
        _options.Check();
        OptionCheck.Require(points.Length == 2 * labels.Count, "The number of coordinates", points.Length, $"2 for each of {labels.Count} labels");
        OptionCheck.Require(groups is null || groups.Count == labels.Count, "The number of groups", groups?.Count ?? 0, $"one for each of {labels.Count} labels");
        PointCheck.Rows(points, 2);
        _labels = [.. labels.Select(PlotText.Clean)];
        GroupNames = [.. groups?.Distinct(StringComparer.Ordinal) ?? []];
        var numbers = GroupNames.Index().ToDictionary(g => g.Item, g => g.Index, StringComparer.Ordinal);
        _groups = groups?.Select(g => numbers[g]).ToArray();

        Radius = labels.Count > 2000 ? 1.6 : 2.6;
        Legend = PlotLegend.Of([.. GroupNames.Select(PlotText.Clean)], _options.FontSize, _options.Width - (2 * Margin));
        _top = Margin + (_options.Title is null ? 0 : TitleSize * 1.5) + (_options.Subtitle is null ? 0 : _options.FontSize * 1.6);
        _plotWidth = _options.Width - (2 * Margin);
        _plotHeight = Math.Max(_options.Height - _top - Margin - Legend.Height, 1);
        Places = Fit(points);
        Labels = PlaceLabels();
    }

    /// <summary>How many points have found room for their labels.</summary>
    public int LabelCount => Labels.Count;

    /// <summary>What stands above the plot, or what a plot without a title is.</summary>
    public string Title => _options.Title ?? "Points in the plane";

    internal IReadOnlyList<LabelBox> Labels { get; }

    /// <summary>In the plot's own area, whose upper left corner is (<see cref="Margin"/>, top).</summary>
    internal (double X, double Y)[] Places { get; }

    internal IReadOnlyList<string> GroupNames { get; }

    internal PlotLegend Legend { get; }

    internal double Radius { get; }

    private double TitleSize => _options.FontSize * 1.5;

    /// <summary>The picture as the text of an SVG file.</summary>
    public string ToSvg() => PlotWriter.Write(_options.FontSize, Write);

    /// <summary>Writes the picture; the file appears whole or not at all.</summary>
    /// <param name="path">Usually ends in <c>.svg</c>.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToSvg())));

    /// <summary>Into the plot's area, the same scale for both axes, the second one upwards; room for half a label stays at the sides.</summary>
    private (double X, double Y)[] Fit(ReadOnlySpan<float> points)
    {
        var places = new (double X, double Y)[points.Length / 2];
        if (places.Length == 0)
        {
            return places;
        }

        var (minX, minY, maxX, maxY) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < points.Length; i += 2)
        {
            (minX, maxX) = (Math.Min(minX, points[i]), Math.Max(maxX, points[i]));
            (minY, maxY) = (Math.Min(minY, points[i + 1]), Math.Max(maxY, points[i + 1]));
        }

        var (paddingX, paddingY) = (Math.Min(4 * _options.FontSize, _plotWidth / 4), Math.Min(1.5 * _options.FontSize, _plotHeight / 4));
        var scale = Math.Min(
            maxX > minX ? (_plotWidth - (2 * paddingX)) / (maxX - minX) : double.MaxValue,
            maxY > minY ? (_plotHeight - (2 * paddingY)) / (maxY - minY) : double.MaxValue);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = (
                (_plotWidth / 2) + (scale * (points[2 * i] - ((minX + maxX) / 2))),
                (_plotHeight / 2) - (scale * (points[(2 * i) + 1] - ((minY + maxY) / 2))));
        }

        return places;
    }

    private IReadOnlyList<LabelBox> PlaceLabels()
    {
        var placement = new LabelPlacement(_plotWidth, _plotHeight, Places, Radius);
        for (var i = 0; i < _labels.Length && placement.Placed.Count < (_options.MaxLabels ?? int.MaxValue); i++)
        {
            if (_labels[i].Length > 0)
            {
                var text = TextWidth.Fit(_labels[i], _options.FontSize, LargestLabel);
                placement.Place(i, text, TextWidth.Of(text, _options.FontSize), _options.FontSize * 1.2);
            }
        }

        return placement.Placed;
    }

    private void Write(PlotWriter svg)
    {
        svg.Begin(_options.Width, _options.Height, PlotText.Clean(Title));
        var y = Margin;
        if (_options.Title is { } title)
        {
            svg.Text("title", Margin, y + TitleSize, TextWidth.Fit(PlotText.Clean(title), 1.1 * TitleSize, _plotWidth), TitleSize);
            y += TitleSize * 1.5;
        }

        if (_options.Subtitle is { } subtitle)
        {
            svg.Text("note", Margin, y + _options.FontSize, TextWidth.Fit(PlotText.Clean(subtitle), _options.FontSize, _plotWidth), _options.FontSize);
        }

        svg.BeginGroup(Margin, _top);
        for (var i = 0; i < Places.Length; i++)
        {
            svg.Mark(_groups?[i] ?? 0, Places[i].X, Places[i].Y, Radius, _labels[i]);
        }

        foreach (var label in Labels)
        {
            // The text hangs on the edge next to its point, whatever its width in the reader's font; the baseline is a quarter above the bottom.
            var x = label.Side switch { < 0 => label.Right, > 0 => label.Left, _ => (label.Left + label.Right) / 2 };
            svg.Label(x, label.Bottom - (_options.FontSize * 0.3), label.Side, label.Text);
        }

        svg.EndGroup();
        svg.Legend(Legend, Margin, _options.Height - Margin - Legend.Height);
        svg.End();
    }
}
