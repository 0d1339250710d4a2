namespace MLSeq.Embeddings.Projection;

/// <summary>Where the names of groups stand below a plot: in rows, as many to a row as fit.</summary>
internal sealed class PlotLegend
{
    private const double Gap = 18;

    private PlotLegend(IReadOnlyList<(int Group, string Text, double X, double Y)> entries, double height, bool isOfLines) =>
        (Entries, Height, IsOfLines) = (entries, height, isOfLines);

    public IReadOnlyList<(int Group, string Text, double X, double Y)> Entries { get; }

    public double Height { get; }

    /// <summary>Whether groups are told apart by dashes, too.</summary>
    public bool IsOfLines { get; }

    /// <summary>How far behind the start of its entry a name begins: a line shows a whole period of its dashes.</summary>
    public double MarkWidth => MarkWidthOf(IsOfLines);

    public static PlotLegend Of(IReadOnlyList<string> names, double fontSize, double width, bool areLines = false)
    {
        if (names.Count == 0)
        {
            return new([], 0, areLines);
        }

        var markWidth = MarkWidthOf(areLines);
        var (entries, x, y, rowHeight) = (new List<(int, string, double, double)>(), 0d, fontSize * 0.5, fontSize * 1.6);
        for (var group = 0; group < names.Count; group++)
        {
            var text = TextWidth.Fit(names[group], fontSize, width - markWidth);
            var entryWidth = markWidth + TextWidth.Of(text, fontSize);
            if (x > 0 && x + entryWidth > width)
            {
                (x, y) = (0, y + rowHeight);
            }

            entries.Add((group, text, x, y));
            x += entryWidth + Gap;
        }

        return new(entries, y + rowHeight, areLines);
    }

    private static double MarkWidthOf(bool areLines) => areLines ? 38 : 16;
}
