using System.Xml.Linq;

namespace MLSeq.Interactive.Tests;

public class HtmlPageTests
{
    [Fact]
    public void A_page_holds_what_was_added_in_that_order_and_escaped()
    {
        var page = new HtmlPage("Run <7> & more").AddHeading("Run <7>", level: 1).AddParagraph("a < b & c").AddHeading("Log").AddPreformatted("one\n  <two>\n").AddView(Gallery.Views[0]);

        var body = Parse(page.ToHtml()).Element("body")!;

        Assert.Equal(["h1", "p", "h2", "pre", "div"], body.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["Run <7>", "a < b & c", "Log", "one\n  <two>\n"], body.Elements().Take(4).Select(element => element.Value));
        Assert.Contains(Gallery.Views[0].ToHtml(), page.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_all_views_is_well_formed_follows_light_and_dark_and_needs_nothing_from_outside()
    {
        var page = Gallery.Views.Aggregate(new HtmlPage("Views"), (all, view) => all.AddView(view));

        var root = Parse(page.ToHtml());

        Assert.Equal("Views", root.Element("head")!.Element("title")!.Value);
        Assert.Contains("prefers-color-scheme: dark", root.Element("head")!.Element("style")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "link");
        Assert.All(root.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"), a => Assert.StartsWith("data:", a.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_that_cannot_be_written_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("mlseq-tests-");
        try
        {
            Assert.ThrowsAny<IOException>(() => new HtmlPage("Page").Save(Path.Combine(folder.FullName, "missing", "page.html")));
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_level_that_headings_do_not_have_is_said() =>
        Assert.Contains("level is 4; expected from 1 to 3", Assert.Throws<ArgumentException>(() => new HtmlPage("Page").AddHeading("text", level: 4)).Message, StringComparison.Ordinal);

    private static XElement Parse(string page) => XElement.Parse(page["<!doctype html>\n".Length..], LoadOptions.PreserveWhitespace);
}
