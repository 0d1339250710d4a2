namespace Microsoft.ML.Data;

/// <summary>Computes the metrics of a regressor in one pass. Rows with a NaN label or score are left out.</summary>
internal static class RegressionEvaluator
{
    public static RegressionMetrics Evaluate(IDataView data, string labelName, string scoreName)
    {
        ArgumentNullException.ThrowIfNull(data);
        var label = EvaluatorColumns.Single(data.Schema, "Label", labelName);
        var score = EvaluatorColumns.Single(data.Schema, "Score", scoreName);
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = cursor.GetGetter<float>(label);
        var readScore = cursor.GetGetter<float>(score);
        double count = 0, absolute = 0, squared = 0, mean = 0, spread = 0;
        while (cursor.MoveNext())
        {
            float y = 0, f = 0;
            readLabel(ref y);
            readScore(ref f);
            if (float.IsNaN(y) || float.IsNaN(f))
            {
                continue;
            }

            count++;
            var error = (double)f - y;
            absolute += Math.Abs(error);
            squared += error * error;

            // Welford's running sum of squared distances from the mean of the labels.
            var delta = y - mean;
            mean += delta / count;
            spread += delta * (y - mean);
        }

        if (count == 0)
        {
            return new();
        }

        return new()
        {
            MeanAbsoluteError = absolute / count,
            MeanSquaredError = squared / count,
            RootMeanSquaredError = Math.Sqrt(squared / count),
            LossFunction = squared / count,
            RSquared = 1 - (squared / spread),
        };
    }
}
