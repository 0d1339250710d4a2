using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class ConlluReaderTests
{
    private const string Sample = """
        # sent_id = 1
        # text = Vámonos al mar
        1-2	vámonos	_	_	_	_	_	_	_	_
        1	vamos	ir	VERB	VB	_	0	root	_	_
        2	nos	nosotros	PRON	PR	_	1	obj	_	_
        2.1	fuimos	ir	VERB	VB	_	_	_	_	_

        # sent_id = 2
        1	mar	mar	NOUN	NN	_	0	root	_	_
        """;

    [Theory]
    [InlineData(1, 3, "vamos/VERB nos/PRON|mar/NOUN")]
    [InlineData(2, 4, "ir/VB nosotros/PR|mar/NN")]
    public void Words_are_read_without_comments_ranges_and_empty_nodes(int token, int tag, string expected)
    {
        var sentences = ConlluReader.Read(new StringReader(Sample), "a.conllu", token, tag).ToList();
        Assert.Equal(expected, string.Join('|', sentences.Select(s => string.Join(' ', s.Tokens.Zip(s.Tags, (a, b) => $"{a}/{b}")))));
        Assert.Equal([4, 9], sentences.Select(s => s.Line));
    }

    [Fact]
    public void Tags_can_be_left_out() =>
        Assert.All(ConlluReader.Read(new StringReader(Sample), "a.conllu", tagColumn: null), sentence => Assert.Empty(sentence.Tags));

    [Theory]
    [InlineData("# a\n1\tdog\tNOUN", "a.conllu, line 2: the line has 3 columns; expected 10")]
    [InlineData("x\t_\t_\t_\t_\t_\t_\t_\t_\t_", "a.conllu, line 1: the id is 'x'")]
    [InlineData("1\t_\t_\t\t_\t_\t_\t_\t_\t_", "a.conllu, line 1: column 3 is empty")]
    public void Errors_name_file_and_line(string text, string expected)
    {
        var error = Assert.Throws<InvalidDataException>(() => ConlluReader.Read(new StringReader(text), "a.conllu").ToList());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_there_is_not_is_an_error() =>
        Assert.Throws<ArgumentException>(() => ConlluReader.Read(new StringReader(Sample), "a", tagColumn: 10).ToList());

    [SkippableFact]
    public void English_EWT_is_read_whole()
    {
        var folder = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(folder is null, "MLSEQ_DATA is not set");
        var sentences = ConlluReader.Read(Path.Combine(folder, "tagging", "en_ewt-ud-dev.conllu.gz")).ToList();
        Assert.Equal(2001, sentences.Count);
        Assert.Equal(17, sentences.SelectMany(s => s.Tags).Distinct().Count());
        Assert.Equal(["From", "the", "AP"], sentences[0].Tokens.Take(3));
    }
}
