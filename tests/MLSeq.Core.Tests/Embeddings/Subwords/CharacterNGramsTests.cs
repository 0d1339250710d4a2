using MLSeq.Embeddings.Subwords;

namespace MLSeq.Tests.Embeddings.Subwords;

/// <summary>The expected values come from gensim's port of fastText's hash and n-grams (ft_hash_bytes, compute_ngrams_bytes).</summary>
public class CharacterNGramsTests
{
    [Theory]
    [InlineData("", 2166136261)]
    [InlineData("a", 3826002220)]
    [InlineData("where", 90969176)]
    [InlineData("über", 238904527)]
    [InlineData("привет", 4033455999)]
    [InlineData("日本語", 308035559)]
    [InlineData("👍", 789718138)]
    [InlineData("e\u0301", 1950048031)]
    public void Words_have_fastTexts_hash(string word, uint hash) =>
        Assert.Equal(hash, CharacterNGrams.Hash(System.Text.Encoding.UTF8.GetBytes(word)));

    [Fact]
    public void Bytes_above_127_are_signed() => Assert.Equal(1400454730u, CharacterNGrams.Hash([0xFF, 0x80]));

    [Theory]
    [InlineData("a", 3, 6, 2_000_000, new[] { 1087600 })]
    [InlineData("where", 3, 6, 2_000_000, new[] { 167652, 989715, 1526707, 1071586, 420941, 312621, 969176, 121234, 1473420, 1540811, 114991, 1529033, 1568469, 867498 })]
    [InlineData("über", 3, 6, 2_000_000, new[] { 1793082, 1664269, 716781, 820905, 255527, 904527, 1599331, 485366, 900056, 742840 })]
    [InlineData("日本語", 3, 6, 2_000_000, new[] { 758587, 4581, 524609, 35559, 928923, 1674355 })]
    [InlineData("👍", 3, 6, 2_000_000, new[] { 965102 })]
    [InlineData("e\u0301", 3, 6, 2_000_000, new[] { 604793, 102469, 1990259 })]
    [InlineData("where", 1, 2, 1000, new[] { 84, 886, 706, 791, 254, 744, 446, 981, 64, 744, 490 })]
    [InlineData("👍", 1, 2, 1000, new[] { 604, 138, 636 })]
    public void Words_are_cut_as_fastText_cuts_them(string word, int minN, int maxN, int buckets, int[] expected)
    {
        var found = new List<int>();
        CharacterNGrams.AddBuckets(word, minN, maxN, buckets, found);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("</s>", 3, 6, 100)]
    [InlineData("where", 3, 0, 100)]
    [InlineData("where", 3, 6, 0)]
    [InlineData("a", 4, 6, 100)]
    [InlineData("", 1, 1, 100)]
    public void Some_have_no_n_grams(string word, int minN, int maxN, int buckets)
    {
        var found = new List<int>();
        CharacterNGrams.AddBuckets(word, minN, maxN, buckets, found);
        Assert.Empty(found);
    }

    [Fact]
    public void Long_words_are_cut_too()
    {
        var found = new List<int>();
        CharacterNGrams.AddBuckets(new string('ж', 3000), 3, 3, 1 << 20, found);
        Assert.Equal(3000, found.Count);
        Assert.Equal(3, found.Distinct().Count());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_cut_where_a_character_could_start()
    {
        var (broken, expected) = (new List<int>(), new List<int>());
        CharacterNGrams.AddBuckets([(byte)'a', 0xC3, 0x80, 0x80], 3, 3, 1000, broken);
        foreach (byte[] ngram in new byte[][] { [(byte)'<', (byte)'a', 0xC3, 0x80, 0x80], [(byte)'a', 0xC3, 0x80, 0x80, (byte)'>'] })
        {
            expected.Add((int)(CharacterNGrams.Hash(ngram) % 1000));
        }

        Assert.Equal(expected, broken);
    }
}
