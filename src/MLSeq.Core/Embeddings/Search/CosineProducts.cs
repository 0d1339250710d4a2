namespace MLSeq.Embeddings.Search;

/// <summary>The search behind <see cref="AnalogyMethod.ThreeCosMul"/>, in double precision over all rows.</summary>
internal static class CosineProducts
{
    private const double Epsilon = 0.000001;

    /// <summary>
    /// s(d, b) s(d, c) / (s(d, a) + epsilon) of cosines, with s = (1 + cos) / 2 (Levy and Goldberg 2014, equation 5).
    /// </summary>
    public static double Score(double cosineToA, double cosineToB, double cosineToC) =>
        (1 + cosineToB) / 2 * ((1 + cosineToC) / 2) / (((1 + cosineToA) / 2) + Epsilon);

    /// <summary>As <see cref="SimilaritySearch.Nearest"/>, for vectors a, b and c.</summary>
    public static ScoredRow[] Nearest(
        WordVectorRows rows, float[] a, float[] b, float[] c, int count, int searched, HashSet<int> excluded)
    {
        var (normOfA, normOfB, normOfC) = (ExactCosine.Norm(a), ExactCosine.Norm(b), ExactCosine.Norm(c));
        return RowBlocks.Best(searched, Math.Min(count, searched), (start, length, best) =>
        {
            for (var i = start; i < start + length; i++)
            {
                var row = rows[i];
                var score = Score(
                    ExactCosine.Of(row, a, normOfA), ExactCosine.Of(row, b, normOfB), ExactCosine.Of(row, c, normOfC));
                if (score >= best.Threshold && !excluded.Contains(i))
                {
                    best.Add(new ScoredRow(i, score));
                }
            }
        }).ToArray();
    }
}
