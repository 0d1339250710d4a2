using MLSeq.Embeddings;

namespace MLSeq.Tests.Embeddings.Formats;

public sealed class VectorFilesTests
{
    [Theory]
    [InlineData(WordVectorFormat.Word2Vec, "")]
    [InlineData(WordVectorFormat.Word2VecText, "")]
    [InlineData(WordVectorFormat.GloVe, "")]
    [InlineData(WordVectorFormat.Word2Vec, ".gz")]
    [InlineData(WordVectorFormat.Word2VecText, ".gz")]
    [InlineData(WordVectorFormat.GloVe, ".gz")]
    public void What_is_written_is_read_bit_by_bit(WordVectorFormat format, string compression)
    {
        using var folder = new TemporaryFolder();
        var path = folder[$"vectors{compression}"];
        var vectors = VectorData.Draw(3000, 7);
        vectors.Save(path, format);
        VectorData.AssertSame(vectors, WordVectors.Load(path));
        VectorData.AssertSame(vectors, WordVectors.Load(path, format));
        VectorData.AssertSame(vectors.Take(1234), WordVectors.Load(path, maxWords: 1234));
        Assert.Equal([$"vectors{compression}"], folder.Names);
    }

    [Fact]
    public void A_mapped_file_gives_what_a_loaded_one_gives()
    {
        using var folder = new TemporaryFolder();
        var vectors = VectorData.Draw(300, 5);
        vectors.Save(folder["v"], WordVectorFormat.Word2Vec);
        using var mapped = WordVectors.Open(folder["v"]);
        VectorData.AssertSame(vectors, mapped);
        Assert.Equal(vectors.MostSimilar("w7"), mapped.MostSimilar("w7"));
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapped.GetVector(0).ToArray());
    }
}
