using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class SoftmaxTests
{
    [Fact]
    public void Drawn_rows_equal_a_plain_loop_in_double()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var draw = new Draw(seed);
            var (rows, columns) = (draw.Size(6), draw.Size(70));
            var ld = draw.LeadingDimension(columns);
            var x = draw.Matrix(rows, columns, ld, range: 30);
            var y = (float[])x.Clone();

            Softmax.Rows(rows, columns, y, ld);

            for (var r = 0; r < rows; r++)
            {
                var row = x.AsSpan(r * ld, columns).ToArray();
                var sum = row.Sum(v => Math.Exp(v));
                for (var j = 0; j < columns; j++)
                {
                    Assert.Equal(Math.Exp(row[j]) / sum, y[(r * ld) + j], 1e-6);
                }

                if (columns > 0)
                {
                    Assert.Equal(Math.Log(sum), Softmax.LogSumExp(row), 4e-6);
                }
            }

            Assert.All(Enumerable.Range(0, y.Length), i => Assert.True(i % ld < columns || float.IsNaN(y[i])));
        }
    }

    [Fact]
    public void Large_scores_neither_overflow_nor_vanish()
    {
        float[] x = [10_000, 10_000, -10_000];
        Assert.Equal(10_000 + Math.Log(2), Softmax.LogSumExp(x), 1e-3);

        Softmax.Rows(1, 3, x, 3);

        Assert.Equal([0.5f, 0.5f, 0], x);
    }

    [Fact]
    public void A_NaN_spreads_over_its_row_only()
    {
        float[] x = [1, float.NaN, 2, 3, 3, 3];
        Assert.True(float.IsNaN(Softmax.LogSumExp(x)));

        Softmax.Rows(2, 3, x, 3);

        Assert.All(x[..3], y => Assert.True(float.IsNaN(y)));
        Assert.All(x[3..], y => Assert.Equal(1 / 3d, y, 1e-6));
    }

    [Fact]
    public void Nothing_sums_to_zero() => Assert.Equal(float.NegativeInfinity, Softmax.LogSumExp([]));
}
