using System.Numerics;
using MLSeq.Embeddings.Training.GloVe;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class InverseRootTests
{
    [Fact]
    public void Estimates_are_within_the_stated_error()
    {
        for (var exponent = -10; exponent < 60; exponent++)
        {
            for (var fraction = 1f; fraction < 2; fraction += 0.003f)
            {
                var x = MathF.ScaleB(fraction, exponent);
                Assert.Equal(1, InverseRoot.Estimate(Vector.Create(x))[0] * Math.Sqrt(x), InverseRoot.Error);
            }
        }
    }
}
