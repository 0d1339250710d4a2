using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class VocabularyTests
{
    private static readonly string[] Tokens = "the cat and the dog and the bird B a".Split(' ');

    [Fact]
    public void OrdersByCountThenOrdinally()
    {
        Vocabulary vocabulary = Vocabulary.Build(Tokens);
        Assert.Equal(["<unk>", "the", "and", "B", "a", "bird", "cat", "dog"], vocabulary);
        Assert.Equal([0L, 3, 2, 1, 1, 1, 1, 1], Enumerable.Range(0, vocabulary.Count).Select(vocabulary.GetCount));
    }

    [Fact]
    public void LooksUpIds()
    {
        Vocabulary vocabulary = Vocabulary.Build(Tokens);
        for (int id = 0; id < vocabulary.Count; id++)
        {
            Assert.Equal(id, vocabulary.GetId(vocabulary[id]));
            Assert.Equal(id, vocabulary.GetId(vocabulary[id].AsSpan()));
        }

        Assert.Equal(Vocabulary.UnknownId, vocabulary.GetId("The"));
        Assert.Equal(Vocabulary.UnknownId, vocabulary.GetId(ReadOnlySpan<char>.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[8]);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.GetCount(-1));
    }

    [Fact]
    public void LooksUpWithoutAllocating()
    {
        Vocabulary vocabulary = Vocabulary.Build(Tokens);
        ReadOnlySpan<char> text = "the bird is unknown";
        int sum = vocabulary.GetId(text[..3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            sum += vocabulary.GetId(text[4..8]) + vocabulary.GetId(text[12..]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1 + (1000 * vocabulary.GetId("bird")), sum);
    }

    [Fact]
    public void TakesFrequentTokensOnly()
    {
        Vocabulary vocabulary = Vocabulary.Build(Tokens, new() { MinCount = 2 });
        Assert.Equal(["<unk>", "the", "and"], vocabulary);
        Assert.Equal(5, vocabulary.GetCount(Vocabulary.UnknownId));
    }

    [Fact]
    public void CountsSpecialTokensButNotTheUnknownOneAmongItsEntries()
    {
        Vocabulary vocabulary = Vocabulary.Build(
            Tokens, new() { MaxSize = 5, SpecialTokens = SpecialTokens.Padding | SpecialTokens.Begin | SpecialTokens.End });
        Assert.Equal(["<unk>", "<pad>", "<bos>", "<eos>", "the", "and"], vocabulary);
        Assert.Equal((1, 2, 3), (vocabulary.PaddingId, vocabulary.BeginId, vocabulary.EndId));
        Assert.Null(Vocabulary.Build(Tokens).PaddingId);
    }

    [Fact]
    public void TakesSpecialTokensInTheTextForWhatTheyStandFor()
    {
        Vocabulary vocabulary = Vocabulary.Build(["<unk>", "<eos>", "a", "<eos>", "<pad>"], new() { SpecialTokens = SpecialTokens.End });
        Assert.Equal(["<unk>", "<eos>", "<pad>", "a"], vocabulary);
        Assert.Equal([1L, 2, 1, 1], Enumerable.Range(0, 4).Select(vocabulary.GetCount));
        Assert.Equal(Vocabulary.UnknownId, vocabulary.GetId("<unk>"));
    }

    [Fact]
    public void SaysWhyItWouldHaveNoWords()
    {
        var none = Assert.Throws<InvalidOperationException>(() => Vocabulary.Build([]));
        Assert.Contains("No tokens", none.Message, StringComparison.Ordinal);
        var rare = Assert.Throws<InvalidOperationException>(() => Vocabulary.Build(Tokens, new() { MinCount = 4 }));
        Assert.Contains("7 different tokens", rare.Message, StringComparison.Ordinal);
        Assert.Contains("MinCount = 4", rare.Message, StringComparison.Ordinal);
        Assert.Contains("occurs 3 times", rare.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, SpecialTokens.None, null, "MinCount")]
    [InlineData(1, 0, SpecialTokens.None, null, "MaxSize")]
    [InlineData(1, 2, SpecialTokens.Begin | SpecialTokens.End, null, "MaxSize")]
    [InlineData(1, null, (SpecialTokens)8, null, "SpecialTokens")]
    [InlineData(1, null, SpecialTokens.None, 0, "PruneAbove")]
    public void NamesAnOptionOutOfRange(int minCount, int? maxSize, SpecialTokens specials, int? pruneAbove, string name)
    {
        var options = new VocabularyOptions { MinCount = minCount, MaxSize = maxSize, SpecialTokens = specials, PruneAbove = pruneAbove };
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new VocabularyBuilder(options)).ParamName);
    }

    [Fact]
    public void KeepsFrequentTokensExactlyWhenItPrunes()
    {
        var builder = new VocabularyBuilder(new() { PruneAbove = 100 });
        for (int i = 0; i < 10_000; i++)
        {
            builder.Add($"rare{i}");
            builder.Add("often");
            builder.Add(i % 2 == 0 ? "even".AsSpan() : "odd");
            Assert.InRange(builder.DistinctCount, 1, 100);
        }

        Vocabulary vocabulary = builder.Build();
        Assert.Equal(["<unk>", "often", "even", "odd"], vocabulary.Take(4));
        Assert.Equal([10_000L, 5_000, 5_000], Enumerable.Range(1, 3).Select(vocabulary.GetCount));
        Assert.Equal(30_000, Enumerable.Range(0, vocabulary.Count).Sum(vocabulary.GetCount));
    }

    [Fact]
    public void CountsAsGroupingDoes() => TextData.Check(TextData.Any, text =>
    {
        string[] tokens = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries), "x"];
        string[] expected = [.. tokens.GroupBy(t => t, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)];
        Assert.Equal(expected, Vocabulary.Build(tokens).Skip(1));
    });

    [Fact]
    public void KeepsGivenEntriesInTheirOrder()
    {
        Vocabulary vocabulary = Vocabulary.FromTokens(["b", "<pad>", "a", "<unk>"]);
        Assert.Equal(["<unk>", "b", "<pad>", "a", "<unk>"], vocabulary);
        Assert.Equal(4, vocabulary.GetId("<unk>"));
        Assert.Equal(2, vocabulary.PaddingId);
        Assert.Single(Vocabulary.FromTokens([]));
    }

    [Fact]
    public void RefusesEmptyAndRepeatedEntries()
    {
        Assert.Contains("Entry 2", Assert.Throws<ArgumentException>(() => Vocabulary.FromTokens(["a", ""])).Message, StringComparison.Ordinal);
        var twice = Assert.Throws<ArgumentException>(() => Vocabulary.FromTokens(["a", "b", "a"]));
        Assert.Contains("'a' twice, as entries 1 and 3", twice.Message, StringComparison.Ordinal);
    }
}
