using MLSeq.Decoding;

namespace MLSeq.Tests.Decoding;

public class TokenSamplerTests
{
    private const int Draws = 100_000;

    private static readonly float[] Probabilities = [0.1f, 0.4f, 0, 0.05f, 0.25f, 0.2f];

    [Fact]
    public void Tokens_are_drawn_with_their_probabilities() => AssertDrawn(new(), [0.1, 0.4, 0, 0.05, 0.25, 0.2]);

    [Theory]
    [InlineData(0.5f)]
    [InlineData(2f)]
    [InlineData(7.5f)]
    public void Temperature_is_a_power_of_the_probabilities(float temperature)
    {
        var powers = Probabilities.Select(p => Math.Pow(p, 1d / temperature)).ToArray();
        AssertDrawn(new() { Temperature = temperature }, [.. powers.Select(p => p / powers.Sum())]);
    }

    [Fact]
    public void Top_k_keeps_the_likeliest() => AssertDrawn(new() { TopK = 3 }, [0, 0.4 / 0.85, 0, 0, 0.25 / 0.85, 0.2 / 0.85]);

    [Theory]
    [InlineData(0.3f, new[] { 0, 1d, 0, 0, 0, 0 })]
    [InlineData(0.41f, new[] { 0, 0.4 / 0.65, 0, 0, 0.25 / 0.65, 0 })]
    [InlineData(0.84f, new[] { 0, 0.4 / 0.85, 0, 0, 0.25 / 0.85, 0.2 / 0.85 })]
    [InlineData(0.99f, new[] { 0.1, 0.4, 0, 0.05, 0.25, 0.2 })]
    public void Top_p_keeps_the_smallest_nucleus_that_reaches_it(float topP, double[] expected) => AssertDrawn(new() { TopP = topP }, expected);

    [Fact]
    public void The_nucleus_is_of_what_temperature_and_top_k_left()
    {
        // 0.4², 0.25² and 0.2² are 0.1600, 0.0625 and 0.0400; the first is 0.61 of their sum and the first two are 0.85.
        AssertDrawn(new() { Temperature = 0.5f, TopK = 3, TopP = 0.7f }, [0, 0.16 / 0.2225, 0, 0, 0.0625 / 0.2225, 0]);
        AssertDrawn(new() { Temperature = 0.5f, TopK = 3, TopP = 0.6f }, [0, 1, 0, 0, 0, 0]);
    }

    [Fact]
    public void Drawn_nuclei_are_those_of_a_plain_sort()
    {
        var random = new Random(5);
        for (var n = 0; n < 300; n++)
        {
            float[] p = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(4) == 0 ? 0 : (float)Math.Pow(random.NextDouble(), 4))];
            p[random.Next(p.Length)] = 0.5f;
            var options = new SamplingOptions { TopK = random.Next(2) * random.Next(1, 20), TopP = random.Next(2) == 0 ? 1 : 0.05f + (0.9f * random.NextSingle()), Seed = n };
            var ranked = Enumerable.Range(0, p.Length).Where(i => p[i] > 0).OrderByDescending(i => p[i]).Take(options.TopK > 0 ? options.TopK : int.MaxValue).ToList();
            var total = ranked.Sum(i => (double)p[i]);
            var kept = new HashSet<int>();
            var sum = 0d;
            foreach (var i in ranked.TakeWhile(_ => sum < options.TopP * total))
            {
                kept.Add(i);
                sum += p[i];
            }

            var sampler = new TokenSampler(options);
            var drawn = Enumerable.Range(0, 2000).Select(_ => sampler.Draw(p)).ToHashSet();
            Assert.Subset(kept, drawn);
            Assert.Superset(kept.Where(i => p[i] > 0.02 * sum).ToHashSet(), drawn);
        }
    }

    [Fact]
    public void Temperature_zero_takes_the_likeliest_and_of_equals_the_first()
    {
        var sampler = new TokenSampler(new() { Temperature = 0, TopK = 2, TopP = 0.9f });
        Assert.Equal(1, sampler.Draw(Probabilities));
        Assert.Equal(1, sampler.Draw([0.2f, 0.4f, 0.4f]));
    }

    [Fact]
    public void Equal_probabilities_rank_by_token()
    {
        var sampler = new TokenSampler(new() { TopK = 2 });
        var p = Enumerable.Repeat(0.01f, 100).ToArray();
        Assert.Equal([0, 1], Enumerable.Range(0, 100).Select(_ => sampler.Draw(p)).Distinct().Order());
    }

    [Fact]
    public void A_low_temperature_does_not_underflow() =>
        Assert.Equal(1, new TokenSampler(new() { Temperature = 0.001f }).Draw([1e-30f, 2e-30f]));

    [Fact]
    public void The_seed_decides_the_tokens()
    {
        int[] Run(int seed)
        {
            var sampler = new TokenSampler(new() { Seed = seed });
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Draw(Probabilities))];
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Theory]
    [InlineData(nameof(SamplingOptions.Temperature), -1f)]
    [InlineData(nameof(SamplingOptions.Temperature), float.NaN)]
    [InlineData(nameof(SamplingOptions.TopK), -1)]
    [InlineData(nameof(SamplingOptions.TopP), 0f)]
    [InlineData(nameof(SamplingOptions.TopP), 1.1f)]
    public void A_bad_option_is_named(string option, object value)
    {
        var options = new SamplingOptions();
        typeof(SamplingOptions).GetProperty(option)!.SetValue(options, value);
        Assert.Contains(option, Assert.Throws<ArgumentException>(() => new TokenSampler(options)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new float[0], "0 tokens")]
    [InlineData(new[] { 0f, 0f }, "2 tokens")]
    [InlineData(new[] { 1f, float.NaN }, "token 1 is NaN")]
    [InlineData(new[] { -1f }, "token 0 is -1")]
    [InlineData(new[] { float.PositiveInfinity }, "token 0 is")]
    public void Bad_probabilities_are_named(float[] probabilities, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new TokenSampler(new()).Draw(probabilities)).Message, StringComparison.Ordinal);

    private static void AssertDrawn(SamplingOptions options, double[] expected)
    {
        var sampler = new TokenSampler(options);
        var counts = new int[Probabilities.Length];
        for (var n = 0; n < Draws; n++)
        {
            counts[sampler.Draw(Probabilities)]++;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            // Five standard deviations of a binomial share.
            var tolerance = 5 * Math.Sqrt(expected[i] * (1 - expected[i]) / Draws);
            Assert.InRange(counts[i] / (double)Draws, expected[i] - tolerance, expected[i] + tolerance);
        }
    }
}
