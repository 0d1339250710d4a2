using MLSeq.Embeddings;
using MLSeq.Embeddings.Debiasing;

namespace MLSeq.Tests.Embeddings.Debiasing;

public sealed class DebiaserTests
{
    private static readonly (string, string)[] Pairs = [("w0", "w1"), ("w2", "w3"), ("w4", "w5")];

    [Fact]
    public void The_mean_direction_is_that_of_the_units_differences()
    {
        var vectors = VectorData.Draw(10, 6);
        var expected = new double[6];
        foreach (var (first, second) in Pairs)
        {
            expected = [.. expected.Select((value, i) => value + vectors.Unit(first)[i] - vectors.Unit(second)[i])];
        }

        var norm = Math.Sqrt(expected.Sum(value => value * value));
        var direction = BiasDirection.FromPairs(vectors, Pairs, BiasMethod.Mean);
        Assert.All(expected.Select((value, i) => (value / norm, direction.Vector[i])), pair => Assert.Equal(pair.Item1, pair.Item2, 6));
        Assert.Equal(VectorData.Cosine(expected, vectors.Doubles(7)), direction.Project(vectors, "w7"), 6);
    }

    [Fact]
    public void The_principal_direction_is_an_eigenvector_with_the_greatest_eigenvalue()
    {
        var vectors = VectorData.Draw(10, 6);
        var direction = BiasDirection.FromPairs(vectors, Pairs);
        var g = direction.Vector.ToArray().Select(value => (double)value).ToArray();
        Assert.Equal(1, g.Sum(value => value * value), 6);

        // Both words of each pair less their mean: the covariance C, of which C g = lambda g.
        var centred = Pairs.SelectMany(pair =>
        {
            var (a, b) = (vectors.Unit(pair.Item1), vectors.Unit(pair.Item2));
            double[] half = [.. a.Zip(b, (x, y) => (x - y) / 2)];
            return new[] { half, [.. half.Select(value => -value)] };
        }).ToArray();
        double Variance(double[] along) => centred.Sum(row => Math.Pow(row.Zip(along, (x, y) => x * y).Sum(), 2));
        var lambda = Variance(g);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(lambda * g[i], centred.Sum(row => row[i] * row.Zip(g, (x, y) => x * y).Sum()), 5);
        }

        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            double[] other = [.. g.Select(value => value + ((random.NextDouble() - .5) / (1 + (i % 5))))];
            var norm = Math.Sqrt(other.Sum(value => value * value));
            Assert.InRange(Variance([.. other.Select(value => value / norm)]), 0, lambda + 1e-6);
        }

        Assert.Equal(lambda / centred.Sum(row => row.Sum(value => value * value)), direction.ExplainedVariance, 6);
        Assert.True(Pairs.Average(pair => direction.Project(vectors, pair.Item1) - direction.Project(vectors, pair.Item2)) > 0);
    }

    [Fact]
    public void Neutral_words_lose_the_direction_and_nothing_else()
    {
        var vectors = VectorData.Draw(10, 6);
        var before = vectors.CopyRows(10).Span.ToArray();
        var direction = BiasDirection.FromPairs(vectors, Pairs);
        var neutral = Debiaser.Neutralize(vectors, direction, ["w6", "w8"]);
        Assert.Equal(before, vectors.CopyRows(10).Span);
        foreach (var word in new[] { "w6", "w8" })
        {
            var unit = vectors.Unit(word);
            var along = unit.Select((value, i) => value * direction.Vector[i]).Sum();
            double[] rest = [.. unit.Select((value, i) => value - (along * direction.Vector[i]))];
            var norm = Math.Sqrt(rest.Sum(value => value * value));
            Assert.All(rest.Zip(neutral[word].ToArray()), pair => Assert.Equal(pair.First / norm, pair.Second, 6));
            Assert.Equal(0, direction.Project(neutral, word), 6);
        }

        Assert.All(vectors.Unit("w7").Zip(neutral["w7"].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 6));
        VectorData.AssertSame(neutral, Debiaser.NeutralizeAllBut(vectors, direction, vectors.Words.Where(word => word is not "w6" and not "w8").Append("unknown")));
    }

    [Fact]
    public void Equal_pairs_are_equally_far_from_neutral_words()
    {
        var vectors = VectorData.Draw(10, 6);
        var direction = BiasDirection.FromPairs(vectors, Pairs);
        var equal = Debiaser.Equalize(Debiaser.Neutralize(vectors, direction, ["w8", "w9"]), direction, [("w0", "w1"), ("w7", "w6")]);
        foreach (var (first, second) in new[] { ("w0", "w1"), ("w7", "w6") })
        {
            Assert.Equal(equal.Similarity("w8", first), equal.Similarity("w8", second), 5);
            Assert.Equal(direction.Project(equal, first), -direction.Project(equal, second), 5);
            Assert.Equal(1, equal[first].Norm, 5);
            Assert.Equal(1, equal[second].Norm, 5);

            // nu + sqrt(1 - |nu|^2) (w_B - mu_B) / |w_B - mu_B|, written out for the first word.
            var (a, b) = (vectors.Unit(first), vectors.Unit(second));
            var g = direction.Vector.ToArray();
            double[] mean = [.. a.Zip(b, (x, y) => (x + y) / 2)];
            var meanAlong = mean.Zip(g, (x, y) => x * y).Sum();
            double[] nu = [.. mean.Select((value, i) => value - (meanAlong * g[i]))];
            var sign = Math.Sign(a.Zip(g, (x, y) => x * y).Sum() - meanAlong);
            var length = Math.Sqrt(1 - nu.Sum(value => value * value));
            Assert.All(nu.Select((value, i) => value + (sign * length * g[i])).Zip(equal[first].ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
        }
    }

    [Fact]
    public void A_report_compares_before_and_after()
    {
        var vectors = VectorData.Draw(10, 6);
        var direction = BiasDirection.FromPairs(vectors, Pairs);
        var after = Debiaser.Equalize(Debiaser.Neutralize(vectors, direction, ["w8", "w9"]), direction, [("w0", "w1")]);
        var report = DebiasReport.Compare(vectors, after, direction, ["w8", "w9"], [("w0", "w1")]);
        Assert.Equal(["w8", "w9"], report.Projections.Select(change => change.Name));
        Assert.Equal(direction.Project(vectors, "w9"), report.Projections[1].Before);
        Assert.Equal(0, report.Projections[1].After, 6);
        Assert.Equal((Math.Abs(direction.Project(vectors, "w8")) + Math.Abs(direction.Project(vectors, "w9"))) / 2, report.DirectBias.Before, 12);
        Assert.Equal(0, report.DirectBias.After, 6);
        var gap = (Math.Abs(vectors.Similarity("w8", "w0") - vectors.Similarity("w8", "w1")) + Math.Abs(vectors.Similarity("w9", "w0") - vectors.Similarity("w9", "w1"))) / 2;
        Assert.Equal("w0/w1", report.Gaps[0].Name);
        Assert.Equal(gap, report.Gaps[0].Before, 6);
        Assert.Equal(0, report.Gaps[0].After, 5);
    }

    [Fact]
    public void Bad_words_and_pairs_are_named()
    {
        var vectors = new WordVectors(["a", "b", "c", "d"], 2, [1, 0, 0, 1, 2, 2, 3, 3]);
        var direction = BiasDirection.FromPairs(vectors, [("a", "b")]);
        Assert.Contains("'nobody'", Assert.Throws<KeyNotFoundException>(() => BiasDirection.FromPairs(vectors, [("a", "nobody")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BiasDirection.FromPairs(vectors, []));
        Assert.Throws<ArgumentException>(() => BiasDirection.FromPairs(vectors, [("c", "d")]));
        Assert.Throws<ArgumentException>(() => BiasDirection.FromPairs(vectors, [("a", "b"), ("b", "a")], BiasMethod.Mean));
        Assert.Contains("'nobody'", Assert.Throws<KeyNotFoundException>(() => Debiaser.Neutralize(vectors, direction, ["nobody"])).Message, StringComparison.Ordinal);
        Assert.Contains("'c' and 'd'", Assert.Throws<ArgumentException>(() => Debiaser.Equalize(vectors, direction, [("c", "d")])).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => Debiaser.Equalize(vectors, direction, [("a", "b"), ("b", "c")])).Message, StringComparison.Ordinal);
        var line = new WordVectors(["a", "b", "c"], 2, [1, 1, 1, -1, 0, 5]);
        Assert.Contains("'c'", Assert.Throws<ArgumentException>(() => Debiaser.Neutralize(line, BiasDirection.FromPairs(line, [("a", "b")]), ["c"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Debiaser.Neutralize(VectorData.Draw(3, 5), direction, []));
    }
}
