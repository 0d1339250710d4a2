namespace MLSeq.Tests.Embeddings.Projection;

/// <summary>t-SNE's equations in double over all pairs (van der Maaten and Hinton, 2008).</summary>
internal static class ExactTSne
{
    /// <summary>sum q over ordered pairs.</summary>
    public static double Normalizer(float[] y) => Pairs(y.Length / 2).Sum(e => Q(y, e.I, e.J));

    /// <summary>Equation 5: 4 sum (p - q / Z) q (y_i - y_j).</summary>
    public static double[] Gradient(double[,] p, float[] y)
    {
        var z = Normalizer(y);
        var gradient = new double[y.Length];
        foreach (var (i, j) in Pairs(y.Length / 2))
        {
            var q = Q(y, i, j);
            for (var axis = 0; axis < 2; axis++)
            {
                gradient[(2 * i) + axis] += 4 * (p[i, j] - (q / z)) * q * ((double)y[(2 * i) + axis] - y[(2 * j) + axis]);
            }
        }

        return gradient;
    }

    public static double KullbackLeibler(double[,] p, float[] y)
    {
        var z = Normalizer(y);
        return Pairs(y.Length / 2).Where(e => p[e.I, e.J] > 0).Sum(e => p[e.I, e.J] * Math.Log(p[e.I, e.J] / (Q(y, e.I, e.J) / z)));
    }

    private static double Q(float[] y, int i, int j)
    {
        var (dx, dy) = ((double)y[2 * i] - y[2 * j], (double)y[(2 * i) + 1] - y[(2 * j) + 1]);
        return 1 / (1 + (dx * dx) + (dy * dy));
    }

    private static IEnumerable<(int I, int J)> Pairs(int n) =>
        from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) where i != j select (i, j);
}
