using MLSeq.Embeddings.Corpora;

namespace MLSeq.Tests.Embeddings.Corpora;

public class PhrasesTests
{
    /// <summary>"new york" 10 times among 90 other tokens, "new" 2 times and "york" once alone.</summary>
    private static readonly string[][] Sentences =
    [
        .. Enumerable.Repeat(new[] { "in", "new", "york", "city", "we" }, 10),
        .. Enumerable.Range(0, 10).Select(i => new[] { "we", "in", "the", $"x{i % 3}" }),
        ["new", "the"], ["york"], ["the", "new"],
    ];

    [Fact]
    public void The_score_of_word2phrase_decides()
    {
        // Tokens: 95; (10 - 1) / (12 * 11) * 95 = 6.477 for "new york", (10 - 1) / (11 * 10) * 95 = 7.773 for "york city".
        Assert.Equal(["york_city"], Join(new() { MinCount = 1, Threshold = 7.77 }).Phrases!.All.Where(phrase => phrase.Contains("york", StringComparison.Ordinal)));
        Assert.DoesNotContain(Join(new() { MinCount = 1, Threshold = 7.78 }).Phrases!.All, phrase => phrase.Contains("york", StringComparison.Ordinal));
        Assert.Contains("new_york", Join(new() { MinCount = 1, Threshold = 6.47 }).Phrases!.All);
        Assert.DoesNotContain("new_york", Join(new() { MinCount = 1, Threshold = 6.48 }).Phrases!.All);
    }

    [Fact]
    public void Pairs_are_joined_from_the_left_and_a_word_once()
    {
        var corpus = Join(new() { MinCount = 1, Threshold = 6 });

        Assert.Equal(10, corpus.Counts[corpus.Words.ToList().IndexOf("new_york")]);
        Assert.Equal(2, corpus.Counts[corpus.Words.ToList().IndexOf("new")]);
        Assert.Equal(1, corpus.Counts[corpus.Words.ToList().IndexOf("york")]);
        Assert.Equal(85, corpus.TokenCount);
        Assert.DoesNotContain("york_city", corpus.Words);
    }

    [Fact]
    public void A_second_pass_makes_longer_phrases()
    {
        var corpus = Join(new() { MinCount = 1, Threshold = 6, Passes = 2 });

        Assert.Contains("new_york_city", corpus.Words);
        Assert.Equal(["in", "new_york_city", "we"], corpus.Phrases!.Join(["in", "new", "york", "city", "we"]));
    }

    [Fact]
    public void The_corpus_and_its_phrases_join_alike()
    {
        var corpus = Join(new() { MinCount = 1, Threshold = 2, Passes = 3, Delimiter = " " });

        var joined = Sentences.Select(sentence => string.Join('|', corpus.Phrases!.Join(sentence)));
        var read = corpus.Segments.SelectMany(segment => string.Join('|', segment.Select(id => id < 0 ? "\n" : corpus.Words[id])).Split('\n'))
            .Select(line => line.Trim('|')).Where(line => line.Length > 0);
        Assert.Equal(joined, read);
    }

    [Fact]
    public void Rare_words_and_sentence_ends_make_no_phrases()
    {
        var corpus = WordCorpus.FromSentences(
            Enumerable.Repeat(new[] { "a", "b" }, 4).Concat([["c"]]),
            new() { MinCount = 1, Phrases = new() { MinCount = 5, Threshold = 0 } });

        Assert.Empty(corpus.Phrases!.All);
        Assert.Null(WordCorpus.FromSentences([["a"]], new() { MinCount = 1 }).Phrases);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        Assert.Contains("Threshold is -1", Assert.Throws<ArgumentException>(() => Join(new() { Threshold = -1 })).Message, StringComparison.Ordinal);
        Assert.Contains("Passes is 0", Assert.Throws<ArgumentException>(() => Join(new() { Passes = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("Delimiter is ''", Assert.Throws<ArgumentException>(() => Join(new() { Delimiter = "" })).Message, StringComparison.Ordinal);
    }

    private static WordCorpus Join(PhraseOptions options) => WordCorpus.FromSentences(Sentences, new() { MinCount = 1, Phrases = options });
}
