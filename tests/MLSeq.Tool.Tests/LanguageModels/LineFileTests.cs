using MLSeq.Tool.Data;
using MLSeq.Tool.LanguageModels;

namespace MLSeq.Tool.Tests.LanguageModels;

public class LineFileTests
{
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void Rows_are_counted_when_they_were_read_to_the_end(bool skipEmpty, int expected)
    {
        using var folder = new TemporaryFolder();
        using var files = new InputFiles(TextReader.Null, repeatable: true);
        var lines = new LineFile(folder.Write("a.txt", "one\n\ntwo\n"), files, skipEmpty);

        Assert.Equal("one", lines.First().Text);
        Assert.Null(lines.Count);
        Assert.Equal(expected, lines.Count());
        Assert.Equal(expected, lines.Count);
        Assert.Equal(expected, lines.Count());
    }
}
