using MLSeq.Embeddings.Search;

namespace MLSeq.Tests.Embeddings.Search;

public sealed class ExactCosineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(33)]
    [InlineData(300)]
    public void Cosines_are_those_of_double_precision(int dimensions)
    {
        var vectors = VectorData.Draw(20, dimensions);
        for (var i = 1; i < 20; i++)
        {
            Assert.Equal(VectorData.Cosine(vectors.Doubles(0), vectors.Doubles(i)), ExactCosine.Of(vectors.GetVector(0), vectors.GetVector(i)), 13);
        }
    }

    [Fact]
    public void No_vector_over_or_underflows()
    {
        Assert.Equal(1, ExactCosine.Of([float.Epsilon, float.Epsilon], [3e38f, 3e38f]), 12);
        Assert.Equal(0, ExactCosine.Of([0, 0], [1, 1]));
    }
}
