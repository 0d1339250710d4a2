using MLSeq.Embeddings.Projection;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Projection;

public class AffinitiesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(29.5)]
    public void The_search_hits_the_perplexity(double perplexity)
    {
        var random = new Random(3);
        foreach (var scale in new[] { 1e-12, 1, 1e12 })
        {
            var squares = Enumerable.Range(0, 91).Select(_ => (float)(scale * (1 + random.NextDouble()))).ToArray();
            var p = new double[squares.Length];

            Affinities.Conditional(squares, perplexity, p);

            Assert.Equal(1, p.Sum(), 1e-12);
            Assert.Equal(Math.Log(perplexity), -p.Sum(v => v * Math.Log(v)), 1e-5);
            Assert.Equal(Array.IndexOf(squares, squares.Min()), Array.IndexOf(p, p.Max()));
        }
    }

    [Theory]
    [InlineData(new float[] { 0, 0, 0, 0 })]
    [InlineData(new float[] { 2, 2, 2, 2 })]
    [InlineData(new float[] { 0, 0, 0, 5 })]
    [InlineData(new float[] { 0, 1e-38f, 1e38f, 1e38f })]
    public void Distances_that_cannot_have_the_perplexity_still_give_a_distribution(float[] squares)
    {
        var p = new double[4];

        Affinities.Conditional(squares, 1.5, p);

        Assert.Equal(1, p.Sum(), 1e-12);
        Assert.All(p, v => Assert.InRange(v, 0, 1));
        Assert.Equal(p[0], p.Max(), 1e-12);
    }

    [Theory]
    [InlineData(50, 5, 10)]
    [InlineData(700, 12, 31)]
    [InlineData(3, 2, 2)]
    public void P_is_the_textbook_s_over_the_exact_neighbours(int count, int dimensions, int k)
    {
        var values = SampledPoints.Normal(count, dimensions, seed: count);
        var perplexity = Math.Max(1, k / 3.0);

        var p = Dense(Create(values, dimensions, k, perplexity, threads: 2));

        var conditional = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            var near = Enumerable.Range(0, count).Where(j => j != i).OrderBy(j => Square(i, j)).Take(k).ToArray();
            var row = new double[k];
            Affinities.Conditional([.. near.Select(j => (float)Square(i, j))], perplexity, row);
            for (var e = 0; e < k; e++)
            {
                conditional[i, near[e]] = row[e];
            }
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                Assert.Equal((conditional[i, j] + conditional[j, i]) / (2 * count), p[i, j], 1e-4 / count);
                Assert.Equal(p[j, i], p[i, j]);
            }
        }

        double Square(int i, int j) => Enumerable.Range(0, dimensions).Sum(d =>
            Math.Pow((double)values[(i * dimensions) + d] - values[(j * dimensions) + d], 2));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var values = SampledPoints.Normal(500, 8, seed: 2);

        var (one, three) = (Create(values, 8, 30, 10, threads: 1), Create(values, 8, 30, 10, threads: 3));

        Assert.Equal(one.Columns, three.Columns);
        Assert.Equal(one.Values, three.Values);
    }

    internal static Affinities Create(float[] values, int dimensions, int k, double perplexity, int threads = 1)
    {
        var points = new AlignedBuffer(values.Length);
        values.CopyTo(points.Span);
        using var team = new WorkerTeam(threads);
        var neighbours = NearestNeighbours.Find(points, values.Length / dimensions, dimensions, k, team, default);
        return Affinities.Create(neighbours, perplexity, team, default);
    }

    internal static double[,] Dense(Affinities p)
    {
        var count = p.Starts.Length - 1;
        var dense = new double[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var e = p.Starts[i]; e < p.Starts[i + 1]; e++)
            {
                dense[i, p.Columns[e]] += p.Values[e];
            }
        }

        return dense;
    }
}
