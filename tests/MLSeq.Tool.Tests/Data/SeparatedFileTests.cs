using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tests.Data;

public class SeparatedFileTests
{
    private static readonly ColumnReference First = new(0, null);
    private static readonly ColumnReference Second = new(1, null);

    [Theory]
    [InlineData("rows.tsv")]
    [InlineData("rows.tsv.gz")]
    [InlineData("rows.txt")]
    public void Tab_separated_rows_are_raw(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, "a \"quoted, text\t1\n\n\"open\t 0 \textra\n");

        Assert.Equal(["a \"quoted, text|1", "\"open|0"], Read(path, new SeparatedFormat(null, false, First, Second)));
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.csv.gz")]
    public void Comma_separated_fields_may_be_quoted(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, "label,text\r\npos,\"one, \"\"two\"\"\nthree\"\r\nneg,four\r\n");

        Assert.Equal(
            ["one, \"two\"\nthree|pos", "four|neg"],
            Read(path, new SeparatedFormat(null, false, new(null, "text"), new(null, "label"))));
    }

    [Fact]
    public void Any_separator_and_a_header_by_number()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rows.tsv", "text;label\nx;y\n");

        Assert.Equal(["x|y"], Read(path, new SeparatedFormat(';', true, First, Second)));
    }

    [Fact]
    public void Standard_input_can_be_read_again_for_training()
    {
        using var files = new InputFiles(new StringReader("x\t1\ny\t2\n"), repeatable: true);
        var file = new SeparatedFile("-", new SeparatedFormat(null, false, First, Second), files, CancellationToken.None);

        Assert.Equal(["x", "y"], file.Select(r => r.Text));
        Assert.Equal(["x", "y"], file.Select(r => r.Text));
    }

    [Fact]
    public void Rows_without_labels()
    {
        using var files = new InputFiles(new StringReader("just text\n"), repeatable: false);

        Assert.Equal("just text", Assert.Single(new SeparatedFile("-", new SeparatedFormat(null, false, First, null), files, default)).Text);
    }

    [Theory]
    [InlineData("a\t1\nb\n", "rows.tsv(2): the label should be in column 1")]
    [InlineData("a\t1\n\nb\t \n", "rows.tsv(3): the label in column 1 is empty")]
    public void A_bad_row_is_named_by_its_line(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rows.tsv", text);

        var error = Assert.Throws<ToolException>(() => Read(path, new SeparatedFormat(null, false, First, Second)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_name_says_which_there_are()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rows.csv", "review,stars\nx,1\n");

        var error = Assert.Throws<ToolException>(() => Read(path, new SeparatedFormat(null, false, new(null, "text"), Second)));

        Assert.Contains("--text-column 'text': the header has no such column; it has 'review', 'stars'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_that_do_not_match_are_named_by_their_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("rows.csv", "fine,1\nnot \"fine,1\n");

        var error = Assert.Throws<ToolException>(() => Read(path, new SeparatedFormat(null, false, First, Second)));

        Assert.Contains("rows.csv(2): quotes", error.Message, StringComparison.Ordinal);
    }

    private static List<string> Read(string path, SeparatedFormat format)
    {
        using var files = new InputFiles(TextReader.Null, repeatable: false);
        return [.. new SeparatedFile(path, format, files, CancellationToken.None).Select(r => $"{r.Text}|{r.Label}")];
    }
}
