using MLSeq.Numerics;

namespace MLSeq.Tests.Numerics;

public class AdamTests
{
    [Fact]
    public void Steps_equal_the_paper_s_algorithm_in_double()
    {
        for (var length = 0; length < 40; length++)
        {
            var draw = new Draw(length);
            var p = draw.Values(length);
            var (m, v) = (new float[length], new float[length]);
            var reference = p.Select(x => (P: (double)x, M: 0d, V: 0d)).ToArray();
            for (var t = 1; t <= 30; t++)
            {
                var g = draw.Values(length, 10);
                new Adam(t, rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6).Update(p, g, m, v, gradientScale: 0.5f);
                for (var i = 0; i < length; i++)
                {
                    var scaled = 0.5 * g[i];
                    ref var at = ref reference[i];
                    at.M = (0.8 * at.M) + (0.2 * scaled);
                    at.V = (0.99 * at.V) + (0.01 * scaled * scaled);
                    at.P -= 0.01 * (at.M / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(at.V / (1 - Math.Pow(0.99, t))) + 1e-6);
                    Assert.Equal(at.P, p[i], 3e-6);
                    Assert.Equal(at.M, m[i], 3e-6);
                    Assert.Equal(at.V, v[i], 3e-6);
                }
            }
        }
    }

    [Fact]
    public void Rows_updated_alone_end_as_in_the_whole()
    {
        var draw = new Draw(1);
        var (whole, g) = (draw.Values(5 * 13), draw.Values(5 * 13));
        var rows = (float[])whole.Clone();
        var (m, v, mRows, vRows) = (new float[65], new float[65], new float[65], new float[65]);
        var adam = new Adam(3, 0.1);

        adam.Update(whole, g, m, v);
        for (var at = 0; at < 65; at += 13)
        {
            adam.Update(rows.AsSpan(at, 13), g.AsSpan(at, 13), mRows.AsSpan(at, 13), vRows.AsSpan(at, 13));
        }

        Assert.All(whole.Zip(rows), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void Wrong_lengths_and_step_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Adam(1, 0.1).Update(new float[3], new float[2], new float[3], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(0, 0.1));
    }
}
