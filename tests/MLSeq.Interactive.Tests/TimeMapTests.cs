using System.Xml.Linq;
using MLSeq.Interactive.Charts;

namespace MLSeq.Interactive.Tests;

public class TimeMapTests
{
    [Fact]
    public void A_transcription_has_rows_as_they_are_read_the_blank_at_the_bottom_and_a_dot_a_step()
    {
        var map = XElement.Parse(TimeMap.OfTranscription(Gallery.Reader, Gallery.Heard, 0.03).ToHtml());

        Assert.Equal("'see a', as it is heard", Texts(map, "title").Last());
        Assert.Equal(["s", "e", "space", "a", "none"], Texts(map, "label end"));
        Assert.Equal(9, map.Descendants().Count(e => e.Name.LocalName == "circle"));
    }

    [Fact]
    public void Notes_have_whole_octaves_and_dots_where_they_are_marked()
    {
        var map = XElement.Parse(TimeMap.OfNotes("Scale", Gallery.Scale, marked: [.. Gallery.Scale.Select(note => note > 0.5f ? 1f : 0)]).ToHtml());

        Assert.Equal(["C6", "C5", "C4", "C3"], Texts(map, "label end"));
        Assert.Equal(Gallery.Scale.Count(note => note > 0), map.Descendants().Count(e => (string?)e.Attribute("class") == "cell"));
        Assert.Equal(Gallery.Scale.Count(note => note > 0.5f), map.Descendants().Count(e => e.Name.LocalName == "circle"));
    }

    [Fact]
    public void What_is_no_share_is_named_by_row_and_step()
    {
        Assert.Contains("row 1 at step 2", Assert.Throws<ArgumentException>(() => new TimeMap("Map", ["a", "b"], [0, 0, 0, 0, 0, 1.5f])).Message, StringComparison.Ordinal);
        Assert.Contains("a multiple of 2", Assert.Throws<ArgumentException>(() => new TimeMap("Map", ["a", "b"], [0, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("a multiple of 88", Assert.Throws<ArgumentException>(() => TimeMap.OfNotes("Notes", new float[87])).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(XElement map, string kind) => map.Descendants().Where(e => (string?)e.Attribute("class") == kind).Select(e => e.Value);
}
