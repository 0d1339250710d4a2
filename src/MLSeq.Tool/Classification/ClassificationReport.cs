namespace MLSeq.Tool.Classification;

/// <summary>Compares predicted with actual labels.</summary>
internal sealed class ClassificationReport
{
    private readonly Dictionary<(string Actual, string Predicted), long> _cells = [];
    private readonly Dictionary<string, long> _actual = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _predicted = new(StringComparer.Ordinal);

    public long Examples { get; private set; }

    public long Correct { get; private set; }

    /// <summary>The share of right predictions.</summary>
    public double Accuracy => Examples == 0 ? 0 : (double)Correct / Examples;

    /// <summary>Labels by how often they occur, ties by name; those that are only predicted come last.</summary>
    public IReadOnlyList<string> Labels => [.. _actual.Keys.Union(_predicted.Keys)
        .OrderByDescending(l => _actual.GetValueOrDefault(l)).ThenBy(l => l, StringComparer.Ordinal)];

    /// <summary>Macro averages: the mean over all labels that occur or are predicted, each label counting the same.</summary>
    public LabelScores Macro
    {
        get
        {
            var scores = Labels.Select(Of).ToList();
            return scores.Count == 0
                ? new LabelScores("macro", 0, 0, 0, 0)
                : new LabelScores("macro", Examples, scores.Average(s => s.Precision), scores.Average(s => s.Recall), scores.Average(s => s.F1));
        }
    }

    /// <summary>A report of pairs of an actual and a predicted label.</summary>
    public static ClassificationReport Of(IEnumerable<(string Actual, string Predicted)> pairs)
    {
        var report = new ClassificationReport();
        foreach (var (actual, predicted) in pairs)
        {
            report.Add(actual, predicted);
        }

        return report;
    }

    public void Add(string actual, string predicted)
    {
        Examples++;
        Correct += actual == predicted ? 1 : 0;
        _cells[(actual, predicted)] = Count(actual, predicted) + 1;
        _actual[actual] = _actual.GetValueOrDefault(actual) + 1;
        _predicted[predicted] = _predicted.GetValueOrDefault(predicted) + 1;
    }

    /// <summary>How many texts of label <paramref name="actual"/> were taken for <paramref name="predicted"/>.</summary>
    public long Count(string actual, string predicted) => _cells.GetValueOrDefault((actual, predicted));

    /// <summary>One label's figures; a ratio of 0 to 0 counts as 0.</summary>
    public LabelScores Of(string label)
    {
        var right = (double)Count(label, label);
        var precision = Ratio(right, _predicted.GetValueOrDefault(label));
        var recall = Ratio(right, _actual.GetValueOrDefault(label));
        return new LabelScores(label, _actual.GetValueOrDefault(label), precision, recall, Ratio(2 * precision * recall, precision + recall));
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
