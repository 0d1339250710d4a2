using MLSeq.Embeddings.Projection;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Projection;

public class TSneDescentTests
{
    private const int Count = 600;

    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(0.2, 0.01)]
    [InlineData(0.5, 0.05)]
    [InlineData(1, 0.2)]
    public void The_gradient_is_the_exact_one_within_what_theta_allows(double theta, double tolerance)
    {
        foreach (var spread in new[] { 1e-4, 1, 30 })
        {
            var (p, y) = Sample(spread);
            using var team = new WorkerTeam(2);

            var descent = new TSneDescent(p, y, theta, team);
            var gradient = descent.Gradient();

            var expected = ExactTSne.Gradient(AffinitiesTests.Dense(p), y);
            Assert.Equal(ExactTSne.Normalizer(y), descent.Normalizer, tolerance * descent.Normalizer);
            var error = Math.Sqrt(expected.Zip(gradient, (e, g) => (e - g) * (e - g)).Sum());
            Assert.InRange(error / Math.Sqrt(expected.Sum(e => e * e)), 0, tolerance);
        }
    }

    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(0.5, 0.01)]
    public void The_divergence_is_the_exact_one_within_what_theta_allows(double theta, double tolerance)
    {
        var (p, y) = Sample(10);
        using var team = new WorkerTeam(2);

        var divergence = new TSneDescent(p, y, theta, team).KullbackLeibler();

        var expected = ExactTSne.KullbackLeibler(AffinitiesTests.Dense(p), y);
        Assert.Equal(expected, divergence, tolerance * expected);
    }

    [Fact]
    public void The_portable_attraction_is_the_vector_one()
    {
        var (p, y) = Sample(3);
        var forces = new float[y.Length];

        Attraction.Run(p, y, 0, Count, forces);

        for (var i = 0; i < Count; i++)
        {
            var row = p.Starts[i]..p.Starts[i + 1];
            var (x, z) = Attraction.Scalar(p.Columns.AsSpan(row), p.Values.AsSpan(row), y, i);
            Assert.Equal(x, forces[2 * i], 1e-7);
            Assert.Equal(z, forces[(2 * i) + 1], 1e-7);
        }
    }

    [Fact]
    public void A_tree_holds_each_point_once_whatever_lies_on_one_place()
    {
        var random = new Random(5);
        var y = Enumerable.Range(0, 1000).SelectMany(i => i % 3 == 0
            ? new[] { 1f, 1f } : [(float)Math.Pow(random.NextDouble(), 9), (float)random.NextDouble()]).ToArray();
        var tree = new QuadTree(1000, 0.5);

        tree.Build(y);

        Assert.Equal(Enumerable.Range(0, 1000), tree.Order.ToArray().Order());
        var nodes = tree.Nodes.ToArray();
        Assert.Equal(1000, nodes[0].Mass);
        Assert.Equal(nodes.Length, nodes[0].Next);
        Assert.Equal(1000, nodes.Where(n => n.IsLeaf).Sum(n => n.End - n.Start));
        Assert.All(nodes, (node, index) =>
        {
            var inside = tree.Order[node.Start..node.End].ToArray();
            Assert.Equal(inside.Average(i => y[2 * i]), node.X, 1e-5);
            Assert.Equal(inside.Average(i => y[(2 * i) + 1]), node.Y, 1e-5);
            Assert.InRange(node.Next, index + 1, nodes.Length);
        });
    }

    [Fact]
    public void Many_points_on_one_place_push_others_and_not_themselves()
    {
        var y = new float[400];
        for (var i = 0; i < 100; i++)
        {
            (y[4 * i], y[(4 * i) + 2]) = (-2, 1);
        }

        var forces = new float[600];
        var tree = new QuadTree(200, 0.5);
        tree.Build(y);
        Repulsion.Run(tree, 0, 200, forces);

        for (var i = 0; i < 200; i++)
        {
            Assert.Equal((i % 2 == 0 ? -3 : 3) * 100 / 100f, forces[3 * i], 1e-4f);
            Assert.Equal(0, forces[(3 * i) + 1]);
            Assert.Equal(99 + (100 / 10f), forces[(3 * i) + 2], 1e-3f);
        }
    }

    private static (Affinities P, float[] Y) Sample(double spread)
    {
        var p = AffinitiesTests.Create(SampledPoints.Clusters(6, Count / 6, 10, seed: 1), 10, 30, 10);
        return (p, [.. SampledPoints.Normal(Count, 2, seed: 6).Select(v => (float)(v * spread))]);
    }
}
