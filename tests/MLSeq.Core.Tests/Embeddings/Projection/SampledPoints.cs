namespace MLSeq.Tests.Embeddings.Projection;

/// <summary>Random points for the tests.</summary>
internal static class SampledPoints
{
    /// <summary>[count, dimensions], normal, with another spread along each dimension.</summary>
    public static float[] Normal(int count, int dimensions, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * dimensions).Select(i => (float)(Next(random) * (1 + (i % dimensions)) + (i % dimensions)))];
    }

    /// <summary>Clusters one after another, [clusters * perCluster, dimensions].</summary>
    public static float[] Clusters(int clusters, int perCluster, int dimensions, int seed)
    {
        var random = new Random(seed);
        var values = new float[clusters * perCluster * dimensions];
        for (var c = 0; c < clusters; c++)
        {
            var centre = Enumerable.Range(0, dimensions).Select(_ => 10 * Next(random)).ToArray();
            for (var i = 0; i < perCluster * dimensions; i++)
            {
                values[(c * perCluster * dimensions) + i] = (float)(centre[i % dimensions] + Next(random));
            }
        }

        return values;
    }

    private static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
