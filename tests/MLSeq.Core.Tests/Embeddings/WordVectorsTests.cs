using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings;

public sealed class WordVectorsTests
{
    private static readonly WordVectors Royals = new(
        ["king", "queen", "man", "woman", "apple"],
        3,
        [.9f, .8f, .1f, .9f, -.8f, .1f, .1f, .9f, .1f, .1f, -.9f, .1f, 0, .1f, 1]);

    [Fact]
    public void Vectors_are_added_and_subtracted_and_the_answer_may_be_a_word_of_the_sum()
    {
        var sum = Royals["king"] - Royals["man"] + Royals["woman"];
        Assert.Equal([.9f - .1f + .1f, .8f - .9f - .9f, .1f - .1f + .1f], sum.ToArray());
        Assert.Equal("queen", Royals.MostSimilar(sum, 1)[0].Word);
        Assert.Equal("king", Royals.MostSimilar(Royals["king"], 1)[0].Word);
        Assert.Equal([-2f, 1], (new WordVector([4, -2]) / -2).ToArray());
        Assert.Equal([-8f, 4], (2 * -new WordVector([4, -2])).ToArray());
        Assert.Equal(5, new WordVector([3, 4]).Norm);
        Assert.Throws<ArgumentException>(() => sum + new WordVector([1]));
        Assert.Throws<ArgumentException>(() => Royals.MostSimilar(new WordVector([1, float.NaN, 0])));
    }

    [Fact]
    public void Words_of_the_query_are_no_answers()
    {
        Assert.Equal("queen", Royals.Analogy("man", "king", "woman", 1)[0].Word);
        Assert.Equal("queen", Royals.Analogy("man", "king", "woman", 1, AnalogyMethod.ThreeCosMul)[0].Word);
        Assert.Equal(2, Royals.Analogy("man", "king", "woman").Count);
        Assert.DoesNotContain(Royals.MostSimilar("king"), answer => answer.Word == "king");
        Assert.Equal(["queen"], Royals.MostSimilar("king", restrict: 2).Select(answer => answer.Word));
        Assert.Equal(Royals.MostSimilar("king"), Royals.MostSimilar(["king"], []));
        Assert.Equal(["woman", "queen", "apple", "man"], Royals.MostSimilar([], ["king"]).Select(answer => answer.Word));
    }

    [Fact]
    public void The_word_that_does_not_match_is_furthest_from_the_mean_of_the_unit_vectors()
    {
        Assert.Equal("apple", Royals.DoesntMatch(["king", "apple", "man"]));
        Assert.Throws<ArgumentException>(() => Royals.DoesntMatch([]));
    }

    [Fact]
    public void A_similarity_is_the_cosine()
    {
        var expected = VectorData.Cosine(Royals.Doubles(0), Royals.Doubles(2));
        Assert.Equal(expected, Royals.Similarity("king", "man"), 6);
        Assert.Equal(0, new WordVector([0, 0]).Cosine(new WordVector([1, 2])));
    }

    [Fact]
    public void An_unknown_word_is_named_with_the_one_that_was_perhaps_meant()
    {
        Assert.Contains("'qeen' has no vector; there is one for 'queen'", Assert.Throws<KeyNotFoundException>(() => Royals["qeen"]).Message, StringComparison.Ordinal);
        Assert.Contains("'King' has no vector; there is one for 'king'", Assert.Throws<KeyNotFoundException>(() => Royals.MostSimilar("King")).Message, StringComparison.Ordinal);
        Assert.Contains("'zebra' has no vector", Assert.Throws<KeyNotFoundException>(() => Royals.Similarity("man", "zebra")).Message, StringComparison.Ordinal);
        Assert.False(Royals.TryGetVector("zebra", new float[3]));
        Assert.False(Royals.Contains("zebra"));
        Assert.Throws<ArgumentException>(() => Royals.MostSimilar([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Royals.MostSimilar("king", 0));
    }

    [Fact]
    public void The_first_words_can_be_taken()
    {
        var first = new WordVectors(Royals.Words, 3, Royals.Words.SelectMany((_, i) => Royals.GetVector(i).ToArray()).ToArray(), [9, 8, 7, 6, 5]).Take(2);
        Assert.Equal(["king", "queen"], first.Words);
        Assert.Equal([9, 8], first.Counts!);
        Assert.Equal(Royals.GetVector(1), first.GetVector(1));
        Assert.Equal(5, Royals.Take(99).Count);
    }

    [Theory]
    [InlineData("a,a", "'a' is there twice, as words 0 and 1")]
    [InlineData("a,", "Word 1 is empty")]
    [InlineData("a", "Found 2 values; expected 1 words x 1 dimensions")]
    public void Words_and_values_must_fit(string words, string error) =>
        Assert.Contains(error, Assert.Throws<ArgumentException>(() => new WordVectors(words.Split(','), 1, [1, 2])).Message, StringComparison.Ordinal);
}
