namespace Microsoft.ML.Data;

/// <summary>
/// Computes the metrics of a classifier into several classes in one pass. The class predicted is the one with the largest
/// score, the first of equal ones. Rows with a missing label or a NaN score are left out.
/// </summary>
internal sealed class MulticlassEvaluator
{
    private const float SmallestProbability = 1e-15f;

    private readonly double[][] _counts;
    private readonly double[] _rows;
    private readonly double[] _loss;
    private readonly long[] _ranks;

    // Rows whose class has no score: they are wrong, with the largest loss.
    private double _unknownRows;
    private double _unknownLoss;

    private MulticlassEvaluator(int classes)
    {
        _counts = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];
        _rows = new double[classes];
        _loss = new double[classes];
        _ranks = new long[classes];
    }

    public static MulticlassClassificationMetrics Evaluate(IDataView data, string labelName, string scoreName, string predictedName, int topK)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(topK);
        var label = EvaluatorColumns.Find(data.Schema, "Label", labelName);
        var score = EvaluatorColumns.Find(
            data.Schema, "Score", scoreName, t => t is VectorDataViewType { IsKnownSize: true } v && v.ItemType.Equals(NumberDataViewType.Single), "known-size vector of Single");
        EvaluatorColumns.Find(data.Schema, "PredictedLabel", predictedName);
        if (label.Type is not KeyDataViewType && !label.Type.Equals(NumberDataViewType.Single) && !label.Type.Equals(NumberDataViewType.Double))
        {
            throw new ArgumentOutOfRangeException(nameof(data), $"Label column '{labelName}': expected Key, Single or Double, got {label.Type}");
        }

        var evaluator = new MulticlassEvaluator(((VectorDataViewType)score.Type).Size);
        evaluator.Read(data, label, score);
        return evaluator.Result(topK, Names(score));
    }

    private static string[] Names(DataViewSchema.Column score)
    {
        var size = ((VectorDataViewType)score.Type).Size;
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (score.HasSlotNames())
        {
            score.GetSlotNames(ref names);
        }

        return [.. names.Length == size ? names.DenseValues().Select(n => n.ToString()) : Enumerable.Range(0, size).Select(i => $"{i}")];
    }

    private void Read(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        using var cursor = data.GetRowCursor([label, score]);
        var readLabel = Numbers.Getter(cursor, label);
        var readScore = cursor.GetGetter<VBuffer<float>>(score);
        var buffer = default(VBuffer<float>);
        var scores = new float[_rows.Length];
        while (cursor.MoveNext())
        {
            var labelValue = readLabel();
            readScore(ref buffer);
            if (buffer.Length != scores.Length)
            {
                throw new InvalidOperationException($"Score column '{score.Name}' has {buffer.Length} scores in row {cursor.Position}; {scores.Length} are expected.");
            }

            buffer.CopyTo(scores);
            if (!double.IsNaN(labelValue) && !Array.Exists(scores, float.IsNaN))
            {
                Add((int)labelValue, scores);
            }
        }
    }

    private void Add(int label, float[] scores)
    {
        if ((uint)label >= (uint)scores.Length)
        {
            _unknownRows++;
            _unknownLoss -= Math.Log(SmallestProbability);
            return;
        }

        var own = scores[label];
        var rank = 0;
        var predicted = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > own || (scores[i] == own && i < label))
            {
                rank++;
            }

            if (scores[i] > scores[predicted])
            {
                predicted = i;
            }
        }

        _counts[label][predicted]++;
        _rows[label]++;
        _loss[label] -= Math.Log(Math.Clamp(own, SmallestProbability, 1));
        _ranks[rank]++;
    }

    private MulticlassClassificationMetrics Result(int topK, string[] names)
    {
        var total = _rows.Sum() + _unknownRows;
        var right = Enumerable.Range(0, _rows.Length).Sum(c => _counts[c][c]);
        var present = Enumerable.Range(0, _rows.Length).Where(c => _rows[c] > 0).ToArray();
        var logLoss = total == 0 ? 0 : (_loss.Sum() + _unknownLoss) / total;
        var prior = _rows.Append(_unknownRows).Where(n => n > 0).Sum(n => -n / total * Math.Log(n / total));
        double[] all = null;
        if (topK > 0)
        {
            var within = 0L;
            all = [.. _ranks.Select(n => total == 0 ? 0 : (within += n) / total)];
        }

        return new()
        {
            MicroAccuracy = total == 0 ? 0 : right / total,
            MacroAccuracy = present.Length == 0 ? 0 : present.Average(c => _counts[c][c] / _rows[c]),
            LogLoss = logLoss,
            LogLossReduction = (prior - logLoss) / prior,
            PerClassLogLoss = [.. _rows.Select((n, c) => n == 0 ? 0 : _loss[c] / n)],
            TopKPredictionCount = topK,
            TopKAccuracy = all?[Math.Min(topK, all.Length) - 1] ?? 0,
            TopKAccuracyForAllK = all,
            ConfusionMatrix = new(_counts, names),
        };
    }
}
