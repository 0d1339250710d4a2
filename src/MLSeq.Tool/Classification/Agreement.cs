using MLSeq.Tool.Data;

namespace MLSeq.Tool.Classification;

/// <summary>How far two scorings of the same rows are apart.</summary>
/// <param name="Rows">Rows compared.</param>
/// <param name="LargestDifference">The largest difference of any score.</param>
/// <param name="DifferentLabels">Rows whose predicted labels differ.</param>
internal sealed record Agreement(int Rows, double LargestDifference, int DifferentLabels)
{
    /// <summary>Scores may be this far apart: single precision, added up in another order.</summary>
    public const double Tolerance = 1e-4;

    public bool Holds => DifferentLabels == 0 && LargestDifference <= Tolerance;

    /// <exception cref="ToolException">The two have different numbers of rows or classes.</exception>
    public static Agreement Of(IReadOnlyList<ScoredText> first, IReadOnlyList<ScoredText> second)
    {
        if (first.Count != second.Count)
        {
            throw new ToolException($"The models scored {first.Count} and {second.Count} rows of the same data.");
        }

        double largest = 0;
        var different = 0;
        for (var i = 0; i < first.Count; i++)
        {
            var (a, b) = (first[i].Score, second[i].Score);
            if (a.Length != b.Length)
            {
                throw new ToolException($"The models have {a.Length} and {b.Length} classes.");
            }

            different += first[i].PredictedLabel == second[i].PredictedLabel ? 0 : 1;
            for (var k = 0; k < a.Length; k++)
            {
                // NaN differs from everything, itself too.
                var difference = Math.Abs(a[k] - b[k]);
                largest = difference <= largest ? largest : float.IsNaN(difference) ? double.PositiveInfinity : difference;
            }
        }

        return new Agreement(first.Count, largest, different);
    }
}
