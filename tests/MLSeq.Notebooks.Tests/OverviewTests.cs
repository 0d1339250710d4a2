using System.Xml.Linq;
using Notebooks;

namespace MLSeq.Notebooks.Tests;

/// <summary>The README's picture is made of what the notebooks gave.</summary>
public class OverviewTests
{
    private const string Plot = """<svg xmlns="http://www.w3.org/2000/svg" class="mlseq-plot" viewBox="0 0 30 20" width="30" height="20"><text>a plot</text></svg>""";

    [Fact]
    public void The_picture_is_what_the_command_makes_of_the_notebooks() =>
        Assert.Equal(
            Overview.Write(Directory.EnumerateFiles(NotebookFolder.Path, "*.ipynb").Order(StringComparer.Ordinal).Select(Notebook.Load)),
            File.ReadAllText(NotebookFolder.File("overview.svg")));

    [Fact]
    public void Plots_stand_side_by_side()
    {
        var tall = Plot.Replace("20", "50", StringComparison.Ordinal);

        var picture = XElement.Parse(Overview.Write([Of(Cell("a", Plot), Cell("b", "<p/>", tags: [])), Of(Cell("c", tall))]));

        Assert.Equal(("60", "50"), ((string)picture.Attribute("width")!, (string)picture.Attribute("height")!));
        Assert.Equal(["0", "30"], picture.Elements().Where(part => part.Name.LocalName == "svg").Select(part => (string)part.Attribute("x")!));
    }

    [Fact]
    public void Without_a_plot_the_cell_is_named()
    {
        Assert.Contains("'b'", Assert.Throws<InvalidDataException>(() => Overview.Write([Of(Cell("b", "<p/>"))])).Message, StringComparison.Ordinal);
        Assert.Contains("overview", Assert.Throws<InvalidDataException>(() => Overview.Write([])).Message, StringComparison.Ordinal);
    }

    private static Notebook Of(params NotebookCell[] cells) => new(cells);

    private static NotebookCell Cell(string id, string html, string[]? tags = null) => new(id, true, "", tags ?? [Overview.Tag], [new("text/html", html)]);
}
