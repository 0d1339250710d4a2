namespace Microsoft.ML.Data;

/// <summary>
/// Computes the metrics of a classifier into two classes. A row is predicted positive where its score is above 0. Rows
/// with a missing label or a NaN score are left out.
/// </summary>
internal sealed class BinaryEvaluator
{
    private readonly List<(float Score, bool Positive)> _rows = [];
    private double _bits;

    public static BinaryClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName)
    {
        var evaluator = new BinaryEvaluator();
        evaluator.Read(data, labelName, scoreName, null, predictedName);
        var (matrix, auc, auprc) = evaluator.Result();
        return new()
        {
            AreaUnderRocCurve = auc,
            AreaUnderPrecisionRecallCurve = auprc,
            ConfusionMatrix = matrix,
            Accuracy = evaluator.Accuracy(matrix),
            PositivePrecision = matrix.PerClassPrecision[0],
            PositiveRecall = matrix.PerClassRecall[0],
            NegativePrecision = matrix.PerClassPrecision[1],
            NegativeRecall = matrix.PerClassRecall[1],
            F1Score = F1(matrix),
        };
    }

    public static CalibratedBinaryClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string probabilityName, string predictedName)
    {
        var evaluator = new BinaryEvaluator();
        evaluator.Read(data, labelName, scoreName, probabilityName, predictedName);
        var (matrix, auc, auprc) = evaluator.Result();
        var count = (double)evaluator._rows.Count;
        var positives = evaluator._rows.Count(r => r.Positive) / count;
        var entropy = -(positives * Math.Log2(positives)) - ((1 - positives) * Math.Log2(1 - positives));
        var logLoss = evaluator._bits / count;
        return new()
        {
            AreaUnderRocCurve = auc,
            AreaUnderPrecisionRecallCurve = auprc,
            ConfusionMatrix = matrix,
            Accuracy = evaluator.Accuracy(matrix),
            PositivePrecision = matrix.PerClassPrecision[0],
            PositiveRecall = matrix.PerClassRecall[0],
            NegativePrecision = matrix.PerClassPrecision[1],
            NegativeRecall = matrix.PerClassRecall[1],
            F1Score = F1(matrix),
            LogLoss = logLoss,
            Entropy = entropy,
            LogLossReduction = (entropy - logLoss) / entropy,
        };
    }

    private static double F1(ConfusionMatrix matrix)
    {
        var (precision, recall) = (matrix.PerClassPrecision[0], matrix.PerClassRecall[0]);
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private double Accuracy(ConfusionMatrix matrix) => (matrix.Counts[0][0] + matrix.Counts[1][1]) / _rows.Count;

    private void Read(IDataView data, string labelName, string scoreName, string probabilityName, string predictedName)
    {
        ArgumentNullException.ThrowIfNull(data);
        var schema = data.Schema;
        var label = EvaluatorColumns.Find(
            schema, "Label", labelName, t => t is BooleanDataViewType or KeyDataViewType { Count: 2 } || t.Equals(NumberDataViewType.Single), "Boolean, Single or a Key of 2");
        var score = EvaluatorColumns.Single(schema, "Score", scoreName);
        DataViewSchema.Column? probability = probabilityName == null ? null : EvaluatorColumns.Single(schema, "Probability", probabilityName);
        EvaluatorColumns.Find(schema, "PredictedLabel", predictedName);

        using var cursor = data.GetRowCursor(probability is { } column ? [label, score, column] : [label, score]);
        var readLabel = Numbers.Getter(cursor, label);
        var readScore = cursor.GetGetter<float>(score);
        var readProbability = probability is { } p ? cursor.GetGetter<float>(p) : null;
        while (cursor.MoveNext())
        {
            var labelValue = readLabel();
            var scoreValue = 0f;
            readScore(ref scoreValue);
            var probabilityValue = 0f;
            readProbability?.Invoke(ref probabilityValue);
            if (double.IsNaN(labelValue) || float.IsNaN(scoreValue) || float.IsNaN(probabilityValue))
            {
                continue;
            }

            var positive = labelValue > 0;
            _rows.Add((scoreValue, positive));
            _bits -= Math.Log2(positive ? probabilityValue : 1.0 - probabilityValue);
        }
    }

    private (ConfusionMatrix Matrix, double Auc, double Auprc) Result()
    {
        var positives = _rows.Count(r => r.Positive);
        var negatives = _rows.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            throw new ArgumentOutOfRangeException("data", $"AUC is not defined when one class is missing: there are {positives} positive and {negatives} negative rows with a score.");
        }

        double Count(bool truth, bool predicted) => _rows.Count(r => r.Positive == truth && r.Score > 0 == predicted);
        var matrix = new ConfusionMatrix(
            [[Count(true, true), Count(true, false)], [Count(false, true), Count(false, false)]], ["positive", "negative"]);

        // A stable sort: rows with equal scores stay in the order of the data.
        var sorted = _rows.OrderByDescending(r => r.Score).ToArray();
        return (matrix, RocArea(sorted, positives, negatives), PrecisionRecallArea(sorted, positives));
    }

    /// <summary>The Mann-Whitney statistic: for each run of equal scores, the pairs won and half of the pairs tied.</summary>
    private static double RocArea((float Score, bool Positive)[] sorted, double positives, double negatives)
    {
        var area = 0.0;
        var above = 0.0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            double truePositives = 0, falsePositives = 0;
            for (; end < sorted.Length && sorted[end].Score == sorted[start].Score; end++)
            {
                _ = sorted[end].Positive ? truePositives++ : falsePositives++;
            }

            area += falsePositives * (above + (truePositives / 2));
            above += truePositives;
            start = end;
        }

        return area / (positives * negatives);
    }

    /// <summary>Trapezoids between the points at which the recall grows; before the first, its precision.</summary>
    private static double PrecisionRecallArea((float Score, bool Positive)[] sorted, double positives)
    {
        double area = 0, found = 0, lastPrecision = sorted[0].Positive ? 1 : 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            found += sorted[i].Positive ? 1 : 0;
            var precision = found / (i + 1);
            if (sorted[i].Positive)
            {
                area += (lastPrecision + precision) / 2 / positives;
            }

            lastPrecision = precision;
        }

        return area;
    }
}
