using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class VectorsTests
{
    [Fact]
    public void Every_operation_equals_a_plain_loop_in_double()
    {
        for (var length = 0; length < 80; length++)
        {
            var draw = new Draw(length);
            var (x, y) = (draw.Values(length), draw.Values(length));
            void Check(Func<float[]> actual, Func<int, double> expected)
            {
                var values = actual();
                Assert.All(Enumerable.Range(0, length), i => Assert.Equal(expected(i), values[i], 1e-6));
            }

            float[] After(Action<float[]> change)
            {
                var copy = (float[])y.Clone();
                change(copy);
                return copy;
            }

            Check(() => After(v => Vectors.Axpy(0.3f, x, v)), i => y[i] + (0.3 * x[i]));
            Check(() => After(v => Vectors.Add(x, v)), i => (double)y[i] + x[i]);
            Check(() => After(v => Vectors.Multiply(x, v)), i => (double)y[i] * x[i]);
            Check(() => After(v => Vectors.Scale(-2.5f, v)), i => -2.5 * y[i]);
            Assert.Equal(x.Zip(y, (a, b) => (double)a * b).Sum(), Vectors.Dot(x, y), 1e-5);
            Assert.Equal(x.Sum(a => (double)a * a), Vectors.SumOfSquares(x), 1e-5);
        }
    }

    [Fact]
    public void A_sum_of_millions_of_squares_keeps_its_digits()
    {
        var x = new float[5_000_003];
        Array.Fill(x, 0.1f);

        Assert.Equal(x.Length * (double)0.1f * 0.1f, Vectors.SumOfSquares(x), 1e-6 * 50_000);
    }
}
