using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class ConllReaderTests
{
    [Fact]
    public void Sentences_end_at_empty_lines_and_document_marks_are_left_out()
    {
        var sentences = Read("-DOCSTART- -X- O\n\nEU NNP B-ORG\nrejects VBZ O\n\n \t\nNow RB O");

        Assert.Equal(["EU rejects", "Now"], sentences.Select(s => string.Join(' ', s.Tokens)));
        Assert.Equal(["B-ORG O", "O"], sentences.Select(s => string.Join(' ', s.Tags)));
        Assert.Equal([3, 7], sentences.Select(s => s.Line));
    }

    [Fact]
    public void Tabs_part_columns_where_there_are_any_and_else_spaces()
    {
        var sentences = Read("New York\tB-LOC\na   O\n");
        Assert.Equal(["New York", "a"], sentences.Single().Tokens);
        Assert.Equal(["B-LOC", "O"], sentences.Single().Tags);
    }

    [Theory]
    [InlineData(0, 1, "NNP")]
    [InlineData(0, -1, "B-ORG")]
    [InlineData(1, 0, "EU")]
    [InlineData(0, null, "")]
    public void Columns_are_chosen_by_number(int token, int? tag, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read("EU NNP B-ORG", new() { TokenColumn = token, TagColumn = tag }).Single().Tags));

    [Fact]
    public void A_prefix_is_taken_off() =>
        Assert.Equal(["Sioux", ":"], Read("en:Sioux\tB-ORG\nen::\tO", new() { TokenPrefix = "en:" }).Single().Tokens);

    [Theory]
    [InlineData("a O\nb\n", "", "test.txt, line 2: there is no tag in column -1: the line has 1 columns")]
    [InlineData("\n\na\tO\n\tO", "", "test.txt, line 4: there is no token in column 0: the line has 2 columns")]
    [InlineData("en:a O\nb O", "en:", "test.txt, line 2: the token 'b' does not start with 'en:'")]
    [InlineData("en: O", "en:", "test.txt, line 1: the token is empty")]
    public void Errors_name_file_and_line(string text, string prefix, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(text, new() { TokenPrefix = prefix }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void WikiANN_is_read_whole()
    {
        var folder = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(folder is null, "MLSEQ_DATA is not set");
        var sentences = ConllReader.Read(Path.Combine(folder, "tagging", "wikiann-en.dev.gz"), new() { TokenPrefix = "en:" }).ToList();
        Assert.Equal((10000, 80536), (sentences.Count, sentences.Sum(s => s.Tokens.Count)));
        Assert.All(sentences, s => Assert.Equal(s.Tokens.Count, s.Tags.Count));
        Assert.Equal(["Sioux", "Falls", "Arena"], sentences[0].Tokens.Take(3));
    }

    private static List<TaggedSentence> Read(string text, ConllOptions? options = null) =>
        [.. ConllReader.Read(new StringReader(text), "test.txt", options)];
}
