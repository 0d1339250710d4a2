using System.Globalization;
using System.Text;
using System.Xml;

namespace MLSeq.Embeddings.Projection;

/// <summary>Writes the elements of a plot. Colours stand in one style sheet, whose names begin with the plot's own class: it may stand inside an HTML page.</summary>
internal sealed class PlotWriter(XmlWriter writer, double fontSize)
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const string Fonts = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif";
    private const int Shapes = 4;

    // So that text can be read on the strongest cell of a light picture, and up to some strength on those of a dark one.
    private const double StrongestCell = 0.8;
    private const double DarkTextFrom = 0.85;

    private static readonly string[] Dashes = ["", "7 4", "2 3", "10 3 2 3"];

    /// <summary>The text of a picture.</summary>
    /// <param name="fontSize">The size of labels in pixels.</param>
    /// <param name="draw">Draws it.</param>
    public static string Write(double fontSize, Action<PlotWriter> draw)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            draw(new(writer, fontSize));
        }

        return text.Append('\n').ToString();
    }

    public void Begin(int width, int height, string description)
    {
        writer.WriteStartElement("svg", Namespace);
        writer.WriteAttributeString("class", "mlseq-plot");
        writer.WriteAttributeString("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        writer.WriteAttributeString("width", Number(width));
        writer.WriteAttributeString("height", Number(height));
        writer.WriteAttributeString("role", "img");
        writer.WriteElementString("title", Namespace, description);
        writer.WriteElementString("style", Namespace, Style());
        writer.WriteStartElement("rect", Namespace);
        writer.WriteAttributeString("class", "background");
        writer.WriteAttributeString("width", "100%");
        writer.WriteAttributeString("height", "100%");
        writer.WriteEndElement();
    }

    public void End() => writer.WriteEndElement();

    /// <summary>Begins a group whose origin is at (x, y), turned by an angle in degrees.</summary>
    public void BeginGroup(double x, double y, double angle = 0)
    {
        writer.WriteStartElement("g", Namespace);
        writer.WriteAttributeString("transform", $"translate({Number(x)} {Number(y)}){(angle == 0 ? "" : $" rotate({Number(angle)})")}");
    }

    public void EndGroup() => writer.WriteEndElement();

    public void Text(string kind, double x, double y, string text, double size)
    {
        writer.WriteStartElement("text", Namespace);
        writer.WriteAttributeString("class", kind);
        writer.WriteAttributeString("x", Number(x));
        writer.WriteAttributeString("y", Number(y));
        if (size != fontSize)
        {
            writer.WriteAttributeString("font-size", Number(size));
        }

        writer.WriteString(text);
        writer.WriteEndElement();
    }

    /// <summary>A label that ends at x (side -1), begins there (1) or is centred (0).</summary>
    public void Label(double x, double baseline, int side, string text) =>
        Text(side switch { < 0 => "label end", > 0 => "label", _ => "label middle" }, x, baseline, text, fontSize);

    /// <summary>A group's colour; another shape for each round of colours: circle, square, triangle, diamond.</summary>
    public void Mark(int group, double x, double y, double radius, string? tip)
    {
        var (square, triangle, diamond) = (radius * 0.9, radius * 1.25, radius * 1.3);
        var path = (group / PlotPalette.Light.Count % Shapes) switch
        {
            1 => $"M{Number(x - square)} {Number(y - square)}h{Number(2 * square)}v{Number(2 * square)}h{Number(-2 * square)}z",
            2 => $"M{Number(x)} {Number(y - triangle)}l{Number(triangle)} {Number(triangle * 1.8)}h{Number(-2 * triangle)}z",
            3 => $"M{Number(x)} {Number(y - diamond)}l{Number(diamond)} {Number(diamond)} {Number(-diamond)} {Number(diamond)} {Number(-diamond)} {Number(-diamond)}z",
            _ => null,
        };
        writer.WriteStartElement(path is null ? "circle" : "path", Namespace);
        writer.WriteAttributeString("class", "c" + (group % PlotPalette.Light.Count).ToString(CultureInfo.InvariantCulture));
        if (path is null)
        {
            writer.WriteAttributeString("cx", Number(x));
            writer.WriteAttributeString("cy", Number(y));
            writer.WriteAttributeString("r", Number(radius));
        }
        else
        {
            writer.WriteAttributeString("d", path);
        }

        if (!string.IsNullOrEmpty(tip))
        {
            writer.WriteElementString("title", Namespace, tip);
        }

        writer.WriteEndElement();
    }

    /// <summary>A line of a group's colour and dashes; none of fewer than two points.</summary>
    public void Line(int group, IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 2)
        {
            return;
        }

        writer.WriteStartElement("polyline", Namespace);
        writer.WriteAttributeString("class", string.Create(CultureInfo.InvariantCulture, $"line s{group % PlotPalette.Light.Count}"));
        if (Dashes[group % Dashes.Length] is { Length: > 0 } dashes)
        {
            writer.WriteAttributeString("stroke-dasharray", dashes);
        }

        writer.WriteAttributeString("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")));
        writer.WriteEndElement();
    }

    /// <summary>A line of the frame.</summary>
    public void Grid(double x1, double y1, double x2, double y2)
    {
        writer.WriteStartElement("path", Namespace);
        writer.WriteAttributeString("class", "grid");
        writer.WriteAttributeString("d", $"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}");
        writer.WriteEndElement();
    }

    /// <summary>A cell of a table, the darker the stronger (0 to 1).</summary>
    public void Cell(double x, double y, double width, double height, double strength, string tip)
    {
        writer.WriteStartElement("rect", Namespace);
        writer.WriteAttributeString("class", "cell");
        foreach (var (name, value) in new[] { ("x", x), ("y", y), ("width", width), ("height", height), ("fill-opacity", strength * StrongestCell) })
        {
            writer.WriteAttributeString(name, Number(value));
        }

        writer.WriteElementString("title", Namespace, tip);
        writer.WriteEndElement();
    }

    /// <summary>What stands in the middle of a cell.</summary>
    public void CellText(double x, double baseline, double strength, string text) =>
        Text(strength >= DarkTextFrom ? "value middle strong" : "value middle", x, baseline, text, fontSize);

    /// <summary>A picture of pixels, stretched.</summary>
    public void Image(double x, double y, double width, double height, string address)
    {
        writer.WriteStartElement("image", Namespace);
        foreach (var (name, value) in new[] { ("x", x), ("y", y), ("width", width), ("height", height) })
        {
            writer.WriteAttributeString(name, Number(value));
        }

        writer.WriteAttributeString("preserveAspectRatio", "none");
        writer.WriteAttributeString("href", address);
        writer.WriteEndElement();
    }

    /// <summary>Names of groups behind their marks, or behind pieces of their lines.</summary>
    public void Legend(PlotLegend legend, double x, double y)
    {
        BeginGroup(x, y);
        foreach (var entry in legend.Entries)
        {
            var (middle, baseline) = (entry.Y + (fontSize * 0.65), entry.Y + fontSize);
            if (legend.IsOfLines)
            {
                Line(entry.Group, [(entry.X, middle), (entry.X + legend.MarkWidth - 6, middle)]);
            }
            else
            {
                Mark(entry.Group, entry.X + 6, middle, 4, null);
            }

            Text("note", entry.X + legend.MarkWidth, baseline, entry.Text, fontSize);
        }

        EndGroup();
    }

    private string Style()
    {
        var style = new StringBuilder("\n");
        style.Append(CultureInfo.InvariantCulture, $".mlseq-plot {{ font-family: {Fonts}; font-size: {Number(fontSize)}px; max-width: 100%; height: auto; }}\n");
        style.Append(".mlseq-plot .title { font-weight: 600; }\n");
        style.Append(".mlseq-plot .label { paint-order: stroke; stroke-width: 2.5px; stroke-linejoin: round; }\n");
        style.Append(".mlseq-plot .line { fill: none; stroke-width: 2px; stroke-linejoin: round; }\n");
        style.Append(".mlseq-plot .cell { shape-rendering: crispEdges; }\n");
        style.Append(".mlseq-plot .end { text-anchor: end; }\n");
        style.Append(".mlseq-plot .middle { text-anchor: middle; }\n");
        Colours(style, "", PlotPalette.LightBackground, "#1a1a1a", "#595959", PlotPalette.Light);
        style.Append("@media (prefers-color-scheme: dark) {\n");
        Colours(style, "  ", PlotPalette.DarkBackground, "#ededed", "#a8a8a8", PlotPalette.Dark);
        style.Append(CultureInfo.InvariantCulture, $"  .mlseq-plot .strong {{ fill: {PlotPalette.DarkBackground}; }}\n");
        return style.Append("}\n").ToString();
    }

    private static void Colours(StringBuilder style, string indent, string background, string text, string note, IReadOnlyList<string> groups)
    {
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .background {{ fill: {background}; }}\n");
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .title, .mlseq-plot .label, .mlseq-plot .value {{ fill: {text}; }}\n");
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .label {{ stroke: {background}; }}\n");
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .note {{ fill: {note}; }}\n");
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .grid {{ stroke: {note}; stroke-opacity: 0.35; }}\n");
        style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .cell {{ fill: {groups[0]}; }}\n");
        foreach (var (group, colour) in groups.Index())
        {
            style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .c{group} {{ fill: {colour}; }}\n");
            style.Append(CultureInfo.InvariantCulture, $"{indent}.mlseq-plot .s{group} {{ stroke: {colour}; }}\n");
        }
    }

    private static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
