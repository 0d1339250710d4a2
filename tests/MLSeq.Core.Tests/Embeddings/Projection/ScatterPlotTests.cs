using System.Globalization;
using System.Xml.Linq;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Tests.Embeddings.Projection;

public class ScatterPlotTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData(30)]
    [InlineData(1500)]
    public void No_two_labels_overlap_and_none_is_cut(int count)
    {
        var words = Enumerable.Range(0, count).Select(i => new string("Wmil"[i % 4], 1 + (i % 12))).ToArray();
        var plot = new ScatterPlot(words, SampledPoints.Normal(count, 2, seed: 3), null, new() { Width = 700, Height = 500 });

        Assert.InRange(plot.LabelCount, Math.Min(count, 100) * 2 / 3, count);
        for (var i = 0; i < plot.Labels.Count; i++)
        {
            var label = plot.Labels[i];
            Assert.InRange(label.Left, 0, label.Right);
            Assert.InRange(label.Top, 0, label.Bottom);
            Assert.InRange(label.Right, 0, 700 - 32);
            Assert.InRange(label.Bottom, 0, 500 - 32);
            Assert.Equal(TextWidth.Of(words[label.Point], 12), label.Width, 1e-9);
            Assert.DoesNotContain(plot.Labels.Skip(i + 1), other => label.Overlaps(other));
        }

        var elements = XElement.Parse(plot.ToSvg()).Descendants().ToList();
        Assert.Equal(count, elements.Count(e => e.Name == Svg + "circle"));
        Assert.Equal(plot.LabelCount, elements.Count(e => e.Name == Svg + "text"));
    }

    [Fact]
    public void The_first_points_labels_win()
    {
        var all = new ScatterPlot([.. Enumerable.Repeat("word", 500)], SampledPoints.Normal(500, 2, seed: 1));
        var ten = new ScatterPlot(
            [.. Enumerable.Repeat("word", 500)], SampledPoints.Normal(500, 2, seed: 1), null, new() { MaxLabels = 10 });

        Assert.InRange(all.LabelCount, 50, 499);
        Assert.Equal(0, all.Labels[0].Point);
        Assert.True(all.Labels.Zip(all.Labels.Skip(1)).All(pair => pair.First.Point < pair.Second.Point));
        Assert.Equal(all.Labels.Take(10), ten.Labels);
    }

    [Fact]
    public void Points_keep_their_directions_and_both_axes_their_scale()
    {
        var plot = new ScatterPlot(["a", "b", "c"], [0, 0, 2, 0, 0, 1]);

        var (a, b, c) = (plot.Places[0], plot.Places[1], plot.Places[2]);
        Assert.Equal(a.Y, b.Y, 1e-9);
        Assert.True(b.X > a.X && c.Y < a.Y);
        Assert.Equal(b.X - a.X, 2 * (a.Y - c.Y), 1e-6);
    }

    [Fact]
    public void What_XML_cannot_hold_is_escaped_or_replaced()
    {
        string[] words = ["<script>alert(1)</script>", "a&b", "\"'", "naïve", "日本語", "😀", "nul\0", "\ud800", "line\nbreak", "]]>"];
        var plot = new ScatterPlot(words, SampledPoints.Normal(words.Length, 2, seed: 3), ["<g>", .. Enumerable.Repeat("&", words.Length - 1)], new() { Title = "<T>", Subtitle = "&s" });

        var svg = XElement.Parse(plot.ToSvg());

        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName == "script");
        var texts = svg.Descendants(Svg + "text").Select(e => e.Value).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "<script>alert(1)</script>", "a&b", "\"'", "naïve", "日本語", "😀", "nul\uFFFD", "\uFFFD", "line break", "]]>", "<T>", "&s", "<g>", "&" }, texts);
    }

    [Fact]
    public void Long_labels_are_cut_and_told_whole_under_the_pointer()
    {
        var word = string.Concat(Enumerable.Repeat("e\u0301", 200));

        var svg = XElement.Parse(new ScatterPlot([word], [0, 0]).ToSvg());

        var shown = svg.Descendants(Svg + "text").Single().Value;
        Assert.EndsWith("e\u0301…", shown, StringComparison.Ordinal);
        Assert.InRange(TextWidth.Of(shown, 12), 100, 220);
        Assert.Equal(word, svg.Descendants(Svg + "circle").Single().Value);
    }

    [Fact]
    public void Groups_differ_by_colour_and_then_by_shape()
    {
        var names = Enumerable.Range(0, 33).Select(i => "group " + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var plot = new ScatterPlot([.. names.Select(_ => "w")], SampledPoints.Normal(33, 2, seed: 1), names);

        var marks = XElement.Parse(plot.ToSvg()).Descendants().Where(e => e.Name.LocalName is "circle" or "path").ToList();

        Assert.Equal(66, marks.Count);
        static string Look(XElement mark) => mark.Attribute("class")!.Value + (mark.Attribute("d") is { } d ? string.Concat(d.Value.Where(char.IsLetter)) : "o");
        Assert.Equal(32, marks.Take(32).Select(Look).Distinct().Count());
        Assert.Equal(Look(marks[0]), Look(marks[33]));
        Assert.All(plot.Legend.Entries, e => Assert.InRange(e.X, 0, 960 - 32));
        Assert.All(plot.Legend.Entries, e => Assert.InRange(e.Y, 0, plot.Legend.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void No_point_one_point_and_points_on_one_place_are_drawn(int count)
    {
        var plot = new ScatterPlot([.. Enumerable.Repeat("same", count)], [.. Enumerable.Repeat(3f, 2 * count)], null, new() { Title = "Few" });

        var circles = XElement.Parse(plot.ToSvg()).Descendants(Svg + "circle").ToList();

        Assert.Equal(count, circles.Count);
        Assert.All(circles, c => Assert.Equal((960 - 32) / 2, double.Parse(c.Attribute("cx")!.Value, CultureInfo.InvariantCulture), 1e-6));
    }

    [Fact]
    public void The_picture_has_a_view_box_and_follows_light_and_dark()
    {
        var svg = XElement.Parse(new ScatterPlot(["a"], [0, 0], null, new() { Width = 500, Height = 300 }).ToSvg());

        Assert.Equal("0 0 500 300", svg.Attribute("viewBox")!.Value);
        Assert.Contains("@media (prefers-color-scheme: dark)", svg.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_saved()
    {
        using var folder = new TemporaryFolder();
        var plot = new ScatterPlot(["é"], [1, 2]);

        plot.Save(folder["p.svg"]);

        Assert.Equal(plot.ToSvg(), File.ReadAllText(folder["p.svg"]));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("expected 2 for each of 1 labels", Message(() => _ = new ScatterPlot(["a"], [1])), StringComparison.Ordinal);
        Assert.Contains("row 1 is NaN", Message(() => _ = new ScatterPlot(["a", "b"], [1, 2, 3, float.NaN])), StringComparison.Ordinal);
        Assert.Contains("groups is 1", Message(() => _ = new ScatterPlot(["a", "b"], [1, 2, 3, 4], ["g"])), StringComparison.Ordinal);
        Assert.Contains("Width is 10", Message(() => _ = new ScatterPlot([], [], null, new() { Width = 10 })), StringComparison.Ordinal);

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }
}
