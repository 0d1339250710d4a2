using MLSeq.Documentation;

namespace MLSeq.Tests.Documentation;

public class NamespaceCorpusTests
{
    [Fact]
    public void Keeps_each_distinct_summary_of_the_larger_namespaces_once()
    {
        using var folder = new TemporaryFolder();
        var first = folder.Write("a.xml", Doc(
            [("T:A.One", "The first text of all."), ("M:A.One.Same", "The First text of ALL."), ("M:A.One.Short", "Too short.")]));
        var second = folder.Write("b.xml", Doc(
            [("T:B.Two", "The text of two."), ("M:B.Two.X", "Said in both places."), ("M:B.Two.Y", "Another text of two.")]));
        var third = folder.Write("c.xml", Doc([("T:A.Three", "Said in both places."), ("M:A.Three.X", "The last of all.")]));

        var corpus = NamespaceCorpus.Read([first, second, third], 2, CancellationToken.None);

        Assert.Equal((3, 8, 5, 2), (corpus.Files, corpus.Members, corpus.Distinct, corpus.Classes));
        Assert.Equal(
            ["Another text of two.|B", "The first text of all.|A", "The last of all.|A", "The text of two.|B"],
            corpus.Parts.Train.Concat(corpus.Parts.Validation).Concat(corpus.Parts.Test).Select(t => $"{t.Text}|{t.Namespace}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Splits_the_same_way_whatever_else_is_there()
    {
        using var folder = new TemporaryFolder();
        var some = folder.Write("some.xml", Doc([.. Enumerable.Range(0, 500).Select(i => ($"F:A.T.F{i}", $"The text of number {i}."))]));
        var more = folder.Write("more.xml", Doc([.. Enumerable.Range(300, 500).Select(i => ($"F:A.T.F{i}", $"The text of number {i}."))]));

        var alone = NamespaceCorpus.Read([some], 1, CancellationToken.None);
        var both = NamespaceCorpus.Read([more, some], 1, CancellationToken.None);

        var test = both.Parts.Test.Select(t => t.Text).ToHashSet();
        Assert.All(alone.Parts.Test, t => Assert.Contains(t.Text, test));
        Assert.DoesNotContain(alone.Parts.Train, t => test.Contains(t.Text));
        Assert.InRange(alone.Parts.Train.Count, 360, 440);
        Assert.InRange(alone.Parts.Test.Count, 25, 80);
        Assert.Equal(500, alone.Parts.Train.Count + alone.Parts.Validation.Count + alone.Parts.Test.Count);
    }

    private static string Doc((string Id, string Summary)[] members) =>
        $"<doc><members>{string.Concat(members.Select(m => $"<member name=\"{m.Id}\"><summary>{m.Summary}</summary></member>"))}</members></doc>";
}
