using MLSeq.Embeddings.Subwords;

namespace MLSeq.Tests.Embeddings.Subwords;

public class SubwordVectorsTests
{
    private const int Buckets = 50;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void A_words_vector_is_the_mean_of_its_n_grams(int dimensions)
    {
        var (subwords, rows) = Random(dimensions, 0.5);
        var ngrams = new List<int>();
        CharacterNGrams.AddBuckets("unseen", 3, 6, Buckets, ngrams);
        var vector = new float[dimensions];

        Assert.True(subwords.TryGetVector("unseen", vector));

        for (var i = 0; i < dimensions; i++)
        {
            Assert.Equal(ngrams.Average(bucket => (double)rows[bucket][i]), vector[i], 1e-6);
        }
    }

    [Fact]
    public void A_word_without_known_n_grams_has_no_vector()
    {
        var rows = new RowList(2);
        rows.Add([1, 2]);
        var subwords = new SubwordVectors(3, 6, 1_000_000, [0], rows);
        var vector = new float[] { 5, 5 };
        Assert.False(subwords.TryGetVector("unseen", vector));
        Assert.Equal([0, 0], vector);
        Assert.Throws<ArgumentException>(() => subwords.TryGetVector("unseen", new float[3]));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Saved_ones_are_the_same(double used)
    {
        var (subwords, _) = Random(5, used);
        var loaded = Load(Save(subwords));
        Assert.Equal((3, 6, Buckets, 5), (loaded.MinN, loaded.MaxN, loaded.Buckets, loaded.Dimensions));
        Assert.Equal(subwords.UsedBuckets.ToArray(), loaded.UsedBuckets.ToArray());
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            Assert.Equal(subwords.GetBucket(bucket).ToArray(), loaded.GetBucket(bucket).ToArray());
        }
    }

    [Fact]
    public void Damaged_data_are_refused()
    {
        var saved = Save(Random(3, 0.5).Subwords);
        for (var length = 0; length < saved.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Load(saved[..length]));
        }

        for (var i = 0; i < saved.Length; i++)
        {
            foreach (byte flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                byte[] damaged = [.. saved];
                damaged[i] ^= flip;
                try
                {
                    Load(damaged);
                }
                catch (InvalidDataException)
                {
                }
            }
        }
    }

    [Fact]
    public void A_words_own_row_comes_back_from_its_vector()
    {
        var (subwords, _) = Random(9, 0.7);
        float[] row = [.. Enumerable.Range(0, 9).Select(i => (float)Math.Sin(i))], vector = [.. row];
        subwords.AddToWord("word"u8, vector);
        Assert.NotEqual(row[1], vector[1], 1e-3f);
        subwords.TakeFromWord("word"u8, vector);
        Assert.All(row.Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    private static (SubwordVectors Subwords, float[][] Rows) Random(int dimensions, double used)
    {
        var random = new Random(1);
        var (buckets, list, all) = (new List<int>(), new RowList(dimensions), new float[Buckets][]);
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            all[bucket] = new float[dimensions];
            if (random.NextDouble() < used)
            {
                all[bucket] = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
                buckets.Add(bucket);
                list.Add(all[bucket]);
            }
        }

        return (new SubwordVectors(3, 6, Buckets, [.. buckets], list), all);
    }

    private static byte[] Save(SubwordVectors subwords)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        subwords.Save(writer);
        return stream.ToArray();
    }

    private static SubwordVectors Load(byte[] bytes) => SubwordVectors.Load(new BinaryReader(new MemoryStream(bytes)));
}
