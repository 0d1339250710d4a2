using System.Globalization;
using System.Xml.Linq;

namespace Notebooks;

/// <summary>The picture of the project's README: the plots of those cells that have the tag <see cref="Tag"/>, side by side.</summary>
internal static class Overview
{
    public const string Tag = "overview";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The picture as SVG.</summary>
    /// <param name="notebooks">The notebooks, with what their cells gave.</param>
    /// <exception cref="InvalidDataException">No cell has the tag, or one that has it gave no plot; it is named.</exception>
    public static string Write(IEnumerable<Notebook> notebooks)
    {
        XElement[] plots = [.. notebooks.SelectMany(notebook => notebook.Cells).Where(cell => cell.Tags.Contains(Tag)).Select(PlotOf)];
        if (plots.Length == 0)
        {
            throw new InvalidDataException($"no cell has the tag '{Tag}'.");
        }

        var (width, height) = (plots.Sum(plot => Size(plot, "width")), plots.Max(plot => Size(plot, "height")));
        var picture = new XElement(
            Svg + "svg",
            plots[0].Attribute("class"),
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XElement(Svg + "rect", new XAttribute("class", "background"), new XAttribute("width", "100%"), new XAttribute("height", "100%")));
        var left = 0;
        foreach (var plot in plots)
        {
            picture.Add(plot);
            plot.SetAttributeValue("x", left);
            left += Size(plot, "width");
        }

        return picture.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement PlotOf(NotebookCell cell)
    {
        var output = cell.Outputs.FirstOrDefault(output => output.Text.StartsWith("<svg", StringComparison.Ordinal))
            ?? throw new InvalidDataException($"cell '{cell.Id}' has the tag '{Tag}', but gave no plot.");
        return XElement.Parse(output.Text, LoadOptions.PreserveWhitespace);
    }

    private static int Size(XElement plot, string name) => (int)plot.Attribute(name)!;
}
