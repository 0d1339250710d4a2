using System.Reflection;
using System.Xml.Linq;
using MLSeq.Interactive.Charts;
using MLSeq.Interactive.Texts;

namespace MLSeq.Interactive.Tests;

public class NotebookViewTests
{
    public static TheoryData<int> All() => [.. Enumerable.Range(0, Gallery.Views.Count)];

    [Theory]
    [MemberData(nameof(All))]
    public void A_view_is_well_formed_and_needs_nothing_from_outside(int number)
    {
        var html = Gallery.Views[number].ToHtml();

        // What notebooks put into their page is read leniently; that it is XML as well shows that nothing is left open or unescaped.
        var root = XElement.Parse(html, LoadOptions.PreserveWhitespace);
        Assert.Contains(root.Name.LocalName, new[] { "svg", "div" });
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName is "script" or "link" or "b");
        Assert.All(root.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.Matches("^data:(image/bmp|audio/wav);base64,", a.Value));
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Notebooks_find_the_formatter_by_names_alone(int number)
    {
        var view = Gallery.Views[number];

        // What .NET Interactive does with a type that it does not know.
        var attribute = Assert.Single(view.GetType().GetCustomAttributes(inherit: true), a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var sourceType = (Type)Property(attribute, "FormatterSourceType");
        var source = Activator.CreateInstance(sourceType)!;
        var formatters = (System.Collections.IEnumerable)sourceType.GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        var formatter = Assert.Single(formatters.Cast<object>());
        var format = formatter.GetType().GetMethod("Format")!;
        using var writer = new StringWriter();

        Assert.Equal("text/html", Property(formatter, "MimeType"));
        Assert.Equal(["text/html"], (string[])Property(attribute, "PreferredMimeTypes"));
        Assert.Equal(true, format.Invoke(formatter, [view, writer]));
        Assert.Equal(view.ToHtml(), writer.ToString());
        Assert.Equal(false, format.Invoke(formatter, ["no view", writer]));
    }

    [Fact]
    public void A_page_is_saved_whole()
    {
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        try
        {
            var path = Path.Combine(folder.FullName, "view.html");
            Gallery.Views[1].Save(path);

            var page = File.ReadAllText(path);
            Assert.Contains("<title>Norm of the gradient by steps back &lt;in time&gt;</title>", page, StringComparison.Ordinal);
            Assert.Contains(Gallery.Views[1].ToHtml(), page, StringComparison.Ordinal);
            Assert.Equal(["view.html"], Directory.EnumerateFiles(folder.FullName).Select(Path.GetFileName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_cannot_be_drawn_is_said()
    {
        Assert.Contains("no line", Assert.Throws<ArgumentException>(() => new LineChart("Empty")).Message, StringComparison.Ordinal);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new HeatMap("Map", ["a", "b"], ["c"], [[1], [1, 2]])).Message, StringComparison.Ordinal);
        Assert.Contains("not negative", Assert.Throws<ArgumentException>(() => new HeatMap("Map", ["a"], ["c"], [[-1]])).Message, StringComparison.Ordinal);
        Assert.Contains("a multiple of 4", Assert.Throws<ArgumentException>(() => new Spectrogram(new float[6], 4, 0.01)).Message, StringComparison.Ordinal);
        Assert.Contains("no attention", Assert.Throws<ArgumentException>(() => HeatMap.OfAttention(Gallery.Translation with { Attention = null })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logarithmic_axis_of_few_powers_of_ten_has_ticks_between_them()
    {
        var html = Gallery.Views.OfType<LineChart>().Single(chart => chart.HasLogarithmicHorizontalAxis).ToHtml();

        // From 100 to 6920, the ends at ticks.
        Assert.All(new[] { "100", "200", "500", "1000", "2000", "5000", "10000" }, tick => Assert.Contains($">{tick}</text>", html, StringComparison.Ordinal));
        Assert.DoesNotContain(">20000</text>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_one_value_is_seen_in_its_own_size()
    {
        var html = new LineChart("Learning rate", ChartSeries.Of("rate", [0.001, 0.001])).ToHtml();

        Assert.Contains(">0.0010</text>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">0.5</text>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_of_tags_have_the_colours_that_are_said()
    {
        TaggedText Of(params string[] kinds) => new(["Rome", "sleeps"], ["B-LOC", "O"]) { Kinds = kinds };

        Assert.Contains("class=\"tag g0\">Rome", Of().ToHtml(), StringComparison.Ordinal);
        Assert.Contains("class=\"tag g1\">Rome", Of("PER", "LOC").ToHtml(), StringComparison.Ordinal);
    }

    private static object Property(object of, string name) =>
        of.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(of)!;
}
