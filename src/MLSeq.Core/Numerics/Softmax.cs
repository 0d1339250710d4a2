namespace MLSeq.Numerics;

/// <summary>Softmax and its logarithmic denominator, safe for any finite scores.</summary>
internal static class Softmax
{
    /// <summary>
    /// Each row x of [rows, columns] becomes e^(x - max x) / sum e^(x - max x), in place. A row with a NaN becomes all NaN.
    /// </summary>
    public static void Rows(int rows, int columns, Span<float> x, int ldx)
    {
        for (var r = 0; r < rows; r++)
        {
            var row = x.Slice(r * ldx, columns);
            var log = LogSumExp(row);
            for (var j = 0; j < columns; j++)
            {
                row[j] = MathF.Exp(row[j] - log);
            }
        }
    }

    /// <summary>log sum e^x = max x + log sum e^(x - max x); minus infinity where <paramref name="x"/> is empty.</summary>
    public static float LogSumExp(ReadOnlySpan<float> x)
    {
        var max = float.NegativeInfinity;
        foreach (var value in x)
        {
            max = MathF.Max(max, value);
        }

        if (float.IsInfinity(max))
        {
            return max;
        }

        var sum = 0f;
        foreach (var value in x)
        {
            sum += MathF.Exp(value - max);
        }

        return max + MathF.Log(sum);
    }
}
