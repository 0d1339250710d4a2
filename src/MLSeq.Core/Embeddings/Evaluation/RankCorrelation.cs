namespace MLSeq.Embeddings.Evaluation;

/// <summary>Correlation of ranks.</summary>
internal static class RankCorrelation
{
    /// <summary>Pearson's correlation of the ranks (Spearman 1904), ties sharing their mean rank; 0 where one side has a single rank.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (ranksOfX, ranksOfY) = (Ranks(x), Ranks(y));
        var mean = (x.Count + 1) / 2.0;
        var (products, squaresOfX, squaresOfY) = (0d, 0d, 0d);
        for (var i = 0; i < x.Count; i++)
        {
            products += (ranksOfX[i] - mean) * (ranksOfY[i] - mean);
            squaresOfX += (ranksOfX[i] - mean) * (ranksOfX[i] - mean);
            squaresOfY += (ranksOfY[i] - mean) * (ranksOfY[i] - mean);
        }

        return squaresOfX == 0 || squaresOfY == 0 ? 0 : products / Math.Sqrt(squaresOfX * squaresOfY);
    }

    /// <summary>The ranks of values, from 1; equal values have the mean of their ranks.</summary>
    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            foreach (var i in order.AsSpan(start, end - start))
            {
                ranks[i] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
