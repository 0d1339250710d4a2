using MLSeq.Embeddings.Projection;

namespace MLSeq.Tests.Embeddings.Projection;

public class TSneTests
{
    [Theory]
    [InlineData(TSneInitialisation.Pca)]
    [InlineData(TSneInitialisation.Random)]
    public void Separate_clusters_stay_separate(TSneInitialisation initialisation)
    {
        const int Clusters = 5, PerCluster = 60;
        var values = SampledPoints.Clusters(Clusters, PerCluster, 20, seed: 9);

        var result = new TSne(new() { Iterations = 500, Perplexity = 15, Initialisation = initialisation }).Fit(values, 20);

        var points = result.Points.ToArray();
        Assert.InRange(result.KullbackLeibler, 0.01, 1);
        for (var i = 0; i < Clusters * PerCluster; i++)
        {
            var nearest = Enumerable.Range(0, Clusters * PerCluster).Where(j => j != i).MinBy(j => Square(points, i, j));
            Assert.Equal(i / PerCluster, nearest / PerCluster);
        }
    }

    [Fact]
    public void The_divergence_falls_and_progress_tells()
    {
        var values = SampledPoints.Clusters(4, 50, 10, seed: 3);
        var told = new List<TSneProgress>();

        var brief = new TSne(new() { Iterations = 20 }).Fit(values, 10);
        var result = new TSne(new() { Iterations = 400, Progress = new Immediate(told) }).Fit(values, 10);

        Assert.True(result.KullbackLeibler < brief.KullbackLeibler / 2);
        Assert.Equal(400, result.Iterations);
        Assert.Equal(0, told[0].Iteration);
        Assert.Equal((400, 400, TimeSpan.Zero), (told[^1].Iteration, told[^1].Iterations, told[^1].Remaining));
        Assert.NotNull(told[^1].KullbackLeibler);
    }

    [Fact]
    public void The_same_seed_gives_the_same_places_whatever_the_threads()
    {
        var values = SampledPoints.Clusters(3, 300, 10, seed: 4);

        float[] Places(int seed, int threads) => new TSne(new()
        {
            Seed = seed,
            Threads = threads,
            Iterations = 100,
            Initialisation = TSneInitialisation.Random,
        }).Fit(values, 10).Points.ToArray();

        var places = Places(1, 1);
        Assert.Equal(places, Places(1, 1));
        Assert.Equal(places, Places(1, 3));
        Assert.NotEqual(places, Places(2, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public void Few_points_are_placed(int count)
    {
        var result = new TSne(new() { Iterations = 300 }).Fit(SampledPoints.Normal(count, 4, seed: 1), 4);

        var points = result.Points.ToArray();
        Assert.Equal(2 * count, points.Length);
        Assert.All(points, v => Assert.True(float.IsFinite(v)));
        Assert.Equal(count, Enumerable.Range(0, count).Select(i => (points[2 * i], points[(2 * i) + 1])).Distinct().Count());
        Assert.InRange(result.Perplexity, 1, 13);
    }

    [Theory]
    [InlineData(TSneInitialisation.Pca)]
    [InlineData(TSneInitialisation.Random)]
    public void Duplicates_are_placed_near_each_other(TSneInitialisation initialisation)
    {
        // 80 places, each three times.
        var once = SampledPoints.Normal(80, 6, seed: 2);
        var result = new TSne(new() { Iterations = 500, Perplexity = 5, Initialisation = initialisation }).Fit([.. once, .. once, .. once], 6);

        var points = result.Points.ToArray();
        Assert.All(points, v => Assert.True(float.IsFinite(v)));
        var width = points.Max() - points.Min();
        for (var i = 0; i < 80; i++)
        {
            Assert.InRange(Math.Sqrt(Square(points, i, 80 + i)), 0, 0.05 * width);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Points_that_are_all_the_same_are_placed(int dimensions)
    {
        var values = new float[200 * dimensions];
        Array.Fill(values, 2.5f);

        var result = new TSne(new() { Iterations = 100 }).Fit(values, dimensions);

        Assert.All(result.Points.ToArray(), v => Assert.True(float.IsFinite(v)));
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void The_scale_of_the_values_does_not_matter(float scale)
    {
        var values = SampledPoints.Clusters(3, 40, 5, seed: 8);

        var result = new TSne(new() { Iterations = 300, Perplexity = 10 }).Fit([.. values.Select(v => v * scale)], 5);

        Assert.InRange(result.KullbackLeibler, 0.01, 1);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("row 2 is NaN", Message(() => new TSne().Fit([1, 2, 3, 4, float.NaN, 6], 2)), StringComparison.Ordinal);
        Assert.Contains("multiple of the 2 dimensions", Message(() => new TSne().Fit([1, 2, 3], 2)), StringComparison.Ordinal);
        Assert.Contains("Perplexity is 0", Message(() => _ = new TSne(new() { Perplexity = 0 })), StringComparison.Ordinal);
        Assert.Contains("Theta is 2", Message(() => _ = new TSne(new() { Theta = 2 })), StringComparison.Ordinal);
        Assert.Contains("Iterations is 0", Message(() => _ = new TSne(new() { Iterations = 0 })), StringComparison.Ordinal);
        Assert.Contains("LearningRate is NaN", Message(() => _ = new TSne(new() { LearningRate = double.NaN })), StringComparison.Ordinal);

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new TSne(new() { CancellationToken = source.Token }).Fit(new float[100], 2));
    }

    private static double Square(float[] points, int i, int j) =>
        Math.Pow(points[2 * i] - points[2 * j], 2) + Math.Pow(points[(2 * i) + 1] - points[(2 * j) + 1], 2);

    private sealed class Immediate(List<TSneProgress> told) : IProgress<TSneProgress>
    {
        public void Report(TSneProgress value) => told.Add(value);
    }
}
