using MLSeq.Embeddings.Training.GloVe;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class WordGroupsTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 1_000_000)]
    [InlineData(300, 832)]
    [InlineData(20_000, 832)]
    [InlineData(20_000, 2432)]
    public void Every_word_is_in_one_group_and_every_group_in_one_block(int words, int rowBytes)
    {
        var groups = new WordGroups([.. Enumerable.Range(1, words).Select(rank => 5L + (1_000_000L / rank))], rowBytes);

        Assert.Equal(words, groups.WordCount);
        Assert.Equal((0, words), (groups.Starts[0], groups.Starts[^1]));
        Assert.Equal((0, groups.Count), (groups.BlockStarts[0], groups.BlockStarts[^1]));
        Assert.All(Enumerable.Range(0, groups.Count), group => Assert.InRange(groups.Size(group), 1, 256));
        Assert.All(Enumerable.Range(0, groups.BlockCount), block => Assert.True(groups.BlockStarts[block] < groups.BlockStarts[block + 1]));
        Assert.All(Enumerable.Range(0, words), word => Assert.InRange(word, groups.Starts[groups.GroupOf(word)], groups.Starts[groups.GroupOf(word) + 1] - 1));
    }

    [Fact]
    public void Frequent_words_have_smaller_groups_and_no_group_is_larger_than_the_cache_wants()
    {
        var groups = new WordGroups([.. Enumerable.Range(1, 20_000).Select(rank => 5L + (1_000_000L / rank))], 832);

        Assert.True(groups.Size(0) < 20);
        Assert.All(Enumerable.Range(0, groups.Count), group => Assert.True(groups.Size(group) * 832 <= 256 << 10));
        Assert.True(groups.BlockCount >= 16);
    }
}
