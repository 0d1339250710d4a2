using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training;
using MLSeq.Embeddings.Training.FastText;
using MLSeq.Embeddings.Training.Word2Vec;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.FastText;

public class FastTextWorkerTests
{
    [Theory]
    [InlineData(1, 6, 50)]
    [InlineData(7, 6, 50)]
    [InlineData(33, 4, 7)]
    [InlineData(100, 6, 2_000_000)]
    [InlineData(5, 0, 1)]
    public void A_block_changes_all_rows_as_the_equations_say(int dimensions, int maxN, int buckets)
    {
        var options = new FastTextOptions { Dimensions = dimensions, MaxN = maxN, Buckets = buckets, Sample = 0, Window = 3 };
        string[] sentence = ["the", "walker", "walks", "the", "walk", "über", "a", "walker", "talks", "and", "talks"];
        var corpus = WordCorpus.FromSentences([sentence], new() { MinCount = 1 });
        var matrices = new FastTextMatrices(options, corpus);
        var (values, subwords, words) = (matrices.Values, matrices.Subwords, corpus.Words.Count);
        for (var row = 0; row < subwords.Count; row++)
        {
            new SeededRandom(7, row).Uniform(values.InputRow(row), 1);
        }

        for (var row = 0; row < words; row++)
        {
            new SeededRandom(8, row).Uniform(values.OutputRow(row), 1);
        }

        long[] counts = [.. corpus.Counts];
        var noise = new NoiseDistribution(counts, FastTextTrainer.NoisePower);
        var reference = new FastTextReference(corpus.Words, options, noise)
        {
            Words = [.. Enumerable.Range(0, words).Select(row => Doubles(values.InputRow(row)))],
            Buckets = subwords.Buckets.Select((bucket, i) => (bucket, row: Doubles(values.InputRow(words + i)))).ToDictionary(pair => pair.bucket, pair => pair.row),
            Outputs = [.. Enumerable.Range(0, words).Select(row => Doubles(values.OutputRow(row)))],
        };
        var text = sentence.Select(word => corpus.Words.ToList().IndexOf(word)).ToArray();

        new FastTextWorker(values, subwords, noise, Subsampling.Thresholds(counts, 0), options).Train(text, .1f, 3, 5);
        reference.Train(text, .1, 3, 5);

        for (var row = 0; row < subwords.Count; row++)
        {
            Close(row < words ? reference.Words[row] : reference.Buckets[subwords.Buckets[row - words]], values.InputRow(row));
        }

        for (var row = 0; row < words; row++)
        {
            Close(reference.Outputs[row], values.OutputRow(row));
        }
    }

    [Fact]
    public void Every_bucket_in_use_has_one_row_and_no_other_bucket_has()
    {
        var subwords = new SubwordRows(["where", "there", "</s>"], 3, 6, 2_000_000);
        var shared = subwords.Of(0).ToArray().Intersect(subwords.Of(1).ToArray()).Count();
        Assert.Equal(6, shared); // her, here, here>, ere, ere>, re>
        Assert.Equal([2], subwords.Of(2).ToArray());
        Assert.Equal(subwords.Buckets.Length, subwords.Buckets.Distinct().Count());
        Assert.Equal(3 + 14 + 14 - 6, subwords.Count);
        Assert.Equal(15, subwords.LongestWord);
    }

    private static double[] Doubles(ReadOnlySpan<float> row)
    {
        var values = new double[row.Length];
        for (var k = 0; k < row.Length; k++)
        {
            values[k] = row[k];
        }

        return values;
    }

    private static void Close(double[] expected, ReadOnlySpan<float> found)
    {
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], found[k], 2e-6 * Math.Max(1, Math.Abs(expected[k])));
        }
    }
}
