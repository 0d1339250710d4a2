using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.GloVe;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class CooccurrenceCounterTests
{
    [Theory]
    [InlineData(1, 1, 1 << 20)]
    [InlineData(4, 2, 1 << 20)]
    [InlineData(15, 3, 0)]
    [InlineData(300, 2, 4000)]
    public void Counts_are_those_of_the_definition(int window, int threads, long memory)
    {
        var sentences = Sentences.Draw(window, words: 150, sentences: 120, maxLength: 40);
        var corpus = sentences.ToCorpus();
        var groups = new WordGroups(corpus.Counts, CountedPairs.LongRow);
        using var table = CountedPairs.Count(corpus, groups, new() { Window = window, Threads = threads, MemoryLimit = memory });

        var expected = CountedPairs.ByDefinition(sentences, window);
        var found = CountedPairs.In(table, corpus, groups);
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(expected.Count, table.Count);
        Assert.All(expected, pair => Assert.Equal(Math.Log(pair.Value), found[pair.Key], 1e-6));
    }

    [Fact]
    public void Rare_words_are_as_if_they_were_not_there()
    {
        string[][] sentences = [["a", "rare", "b"], ["b", "a"]];
        var corpus = sentences.ToCorpus(minCount: 2);
        var groups = new WordGroups(corpus.Counts, 100);
        using var table = CountedPairs.Count(corpus, groups, new() { Window = 1, Threads = 1 });

        Assert.Equal(MathF.Log(2), CountedPairs.In(table, corpus, groups)[("a", "b")], 1e-6);
    }

    [Fact]
    public void What_is_spilled_comes_back_the_same_and_the_file_goes()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(1, words: 200, sentences: 200, maxLength: 30).ToCorpus();
        var groups = new WordGroups(corpus.Counts, CountedPairs.LongRow);
        using var whole = CountedPairs.Count(corpus, groups, new() { Threads = 1 });
        var spilled = CountedPairs.Count(corpus, groups, new() { Threads = 2, MemoryLimit = 1000, TemporaryFolder = folder[""] });

        Assert.Equal(0, whole.SpilledBytes);
        Assert.True(spilled.SpilledBytes > 1000);
        Assert.Single(folder.Names);
        Cooccurrence[] scratch = [];
        for (var strip = 0; strip < groups.Count; strip++)
        {
            for (var first = 0; first <= strip; first += 3)
            {
                var last = Math.Min(first + 2, strip);
                Assert.Equal(whole.Read(strip, first, last, ref scratch).ToArray(), spilled.Read(strip, first, last, ref scratch).ToArray());
            }
        }

        spilled.Dispose();
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_temporary_file_that_cannot_be_made_is_an_input_output_error()
    {
        var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(1, words: 20, sentences: 20, maxLength: 30).ToCorpus();
        var trainer = new GloVeTrainer(new() { MemoryLimit = 0, TemporaryFolder = folder["."] });
        folder.Dispose();

        Assert.ThrowsAny<IOException>(() => trainer.Fit(corpus));
    }
}
