using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings.Formats;

public sealed class ModelFormatTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_keeps_words_vectors_and_counts(bool hasCounts)
    {
        var vectors = new WordVectors(["a b", "é", "中"], 2, [1, 2, 3, 4, 5, -0f], hasCounts ? [9, 5, 0] : null);
        var bytes = Save(vectors);
        var loaded = Load(bytes);
        VectorData.AssertSame(vectors, loaded);
        Assert.Equal(vectors.Counts, loaded.Counts);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => Load(bytes[..length]));
        }
    }

    [Fact]
    public void Damage_is_an_error_or_harmless()
    {
        var bytes = Save(new WordVectors(["a", "b"], 2, [1, 2, 3, 4], [2, 1]));
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0xFF })
            {
                var damaged = bytes.ToArray();
                damaged[i] = value;
                try
                {
                    Load(damaged);
                }
                catch (InvalidDataException)
                {
                    // That is what is asked for.
                }
            }
        }
    }

    private static byte[] Save(WordVectors vectors)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        vectors.Save(writer);
        return stream.ToArray();
    }

    private static WordVectors Load(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return WordVectors.Load(reader);
    }
}
