using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class DrawingTests
{
    [Theory]
    [InlineData(new long[] { 7 })]
    [InlineData(new long[] { 3, 3 })]
    [InlineData(new long[] { 1_000_000_000, 1 })]
    [InlineData(new long[] { 90_000, 4_000, 300, 300, 20, 5, 1 })]
    public void Negatives_come_in_proportion_to_their_count_to_the_three_quarters(long[] counts)
    {
        // All slots times a grid of the lower bits: the exact distribution but for the grid's step.
        const int Grid = 1 << 14;
        var noise = new NoiseDistribution(counts);
        var hits = new double[counts.Length];
        for (var slot = 0; slot < counts.Length; slot++)
        {
            for (var i = 0; i < Grid; i++)
            {
                var upper = (ulong)((slot + .5) / counts.Length * (1L << 32));
                hits[noise.Draw((upper << 32) | (((ulong)i << 32) / Grid))]++;
            }
        }

        var total = counts.Sum(count => Math.Pow(count, .75));
        for (var word = 0; word < counts.Length; word++)
        {
            Assert.Equal(Math.Pow(counts[word], .75) / total, hits[word] / (Grid * counts.Length), 2.0 / Grid);
        }
    }

    [Fact]
    public void Frequent_words_are_thinned_out_by_word2vec_s_formula()
    {
        long[] counts = [60_000, 30_000, 9_000, 990, 10];
        var thresholds = Subsampling.Thresholds(counts, 1e-2);
        for (var word = 0; word < counts.Length; word++)
        {
            var frequency = counts[word] / 100_000.0;
            var expected = Math.Min(1, (Math.Sqrt(frequency / 1e-2) + 1) * (1e-2 / frequency));
            Assert.Equal(expected, thresholds[word] / (double)uint.MaxValue, 1e-6);
        }

        Assert.Equal(uint.MaxValue, thresholds[^1]);
        Assert.All(Subsampling.Thresholds(counts, 0), threshold => Assert.Equal(uint.MaxValue, threshold));
    }

    [Fact]
    public void Neighbouring_chunks_are_trained_on_far_from_each_other()
    {
        var corpus = MLSeq.Embeddings.Corpora.WordCorpus.FromSentences(Enumerable.Repeat(Enumerable.Repeat("a", 4000), 100));
        var chunks = CorpusChunk.Cut(corpus);
        for (var i = 1; i < chunks.Length; i++)
        {
            Assert.True(Math.Abs(chunks[i].Start - chunks[i - 1].Start) > 30 * 4000);
        }
    }

    [Fact]
    public void A_corpus_is_cut_into_chunks_between_sentences_without_losing_a_word()
    {
        foreach (var sentenceLength in (int[])[1, 10, 1000, 3000, 100_000])
        {
            var random = new SeededRandom(sentenceLength);
            var sentences = Enumerable.Range(0, 30_000 / sentenceLength + 1)
                .Select(_ => Enumerable.Range(0, sentenceLength).Select(_ => $"w{random.Next(3)}").ToArray()).ToArray();
            var corpus = MLSeq.Embeddings.Corpora.WordCorpus.FromSentences(sentences);
            var chunks = CorpusChunk.Cut(corpus);

            var words = 0L;
            foreach (var chunk in chunks)
            {
                Assert.Equal(words, chunk.WordsBefore);
                Assert.InRange(chunk.Length, 1, CorpusChunk.MaxLength);
                words += chunk.Words;
            }

            Assert.Equal(corpus.TokenCount, words);
            for (var segment = 0; segment < corpus.Segments.Count; segment++)
            {
                var end = 0;
                foreach (var chunk in chunks.Where(chunk => chunk.Segment == segment).OrderBy(chunk => chunk.Start))
                {
                    Assert.Equal(end, chunk.Start);
                    end += chunk.Length;
                    Assert.True(sentenceLength >= 3000 || corpus.Segments[segment][end - 1] < 0, "cut inside a sentence");
                }

                Assert.Equal(corpus.Segments[segment].Length, end);
            }
        }
    }
}
