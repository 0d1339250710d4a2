using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class MethodCorpusTests
{
    [Fact]
    public void Keeps_the_first_sentence_of_methods_that_have_it_for_themselves()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.xml", Doc(
            ("M:A.One.GetAll(System.Int32)", "Gets all of them. Then it goes on."),
            ("M:A.Two.GetAll", "Gets ALL of them."),
            ("M:A.One.Open", "Opens version 1.0 of a file."),
            ("M:A.One.ReadAsync", "Reads from the stream."),
            ("M:A.One.Read", "Reads from the stream."),
            ("M:A.One.#ctor", "Makes one of them."),
            ("M:A.One.op_Addition(A.One,A.One)", "Adds one to another."),
            ("P:A.One.Count", "How many there are."),
            ("M:A.One.Add", "__m128i _mm_add (a, b)"),
            ("M:A.One.FormatError", "The file '{0}' is missing."),
            ("M:A.One.Short", "Too short.")));

        var corpus = MethodCorpus.Read([file], CancellationToken.None);

        Assert.Equal((1, 8), (corpus.Files, corpus.Methods));
        Assert.Equal(
            ["Gets all of them.|get all", "Opens version 1.0 of a file.|open"],
            corpus.Parts.Train.Concat(corpus.Parts.Validation).Concat(corpus.Parts.Test).Select(pair => $"{pair.Source}|{pair.Target}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_tenth_each_is_for_validation_and_test()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.xml", Doc([.. Enumerable.Range(0, 1000).Select(i => ($"M:A.One.Get{i}", $"Gets the number {i} of them."))]));

        var corpus = MethodCorpus.Read([file], CancellationToken.None);

        Assert.Equal(1000, corpus.Parts.Train.Count + corpus.Parts.Validation.Count + corpus.Parts.Test.Count);
        Assert.InRange(corpus.Parts.Validation.Count, 70, 130);
        Assert.InRange(corpus.Parts.Test.Count, 70, 130);
    }

    private static string Doc(params (string Id, string Summary)[] members) =>
        $"<doc><members>{string.Concat(members.Select(m => $"<member name=\"{m.Id}\"><summary>{m.Summary}</summary></member>"))}</members></doc>";
}
