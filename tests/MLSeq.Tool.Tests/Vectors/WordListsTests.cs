using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Tests.Vectors;

public sealed class WordListsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lists_and_files_say_the_same()
    {
        Assert.Equal(["nurse", "doctor"], WordLists.Words("nurse, doctor,"));
        Assert.Equal(["nurse", "doctor"], WordLists.Words(_folder.Write("w.txt", "# jobs\nnurse\n\n doctor \n")));
        Assert.Equal([("he", "she"), ("man", "woman")], WordLists.Pairs("--pairs", "he:she, man:woman"));
        Assert.Equal([("he", "she"), ("man", "woman"), ("a", "b")], WordLists.Pairs("--pairs", _folder.Write("p.txt.gz", "he she\nman\twoman\na:b\n")));
    }

    [Fact]
    public void What_is_no_pair_is_named()
    {
        var path = _folder.Write("p.txt", "he she\n\nman\n");

        Assert.Contains("p.txt(3): found 'man'", Assert.Throws<ToolException>(() => WordLists.Pairs("--pairs", path)).Message, StringComparison.Ordinal);
        Assert.Contains("--pairs: found 'missing.txt'", Assert.Throws<ToolException>(() => WordLists.Pairs("--pairs", "missing.txt")).Message, StringComparison.Ordinal);
        Assert.Throws<ToolException>(() => WordLists.Pairs("--pairs", "a:b:c"));
        Assert.Throws<ToolException>(() => WordLists.Pairs("--pairs", "a:"));
    }
}
