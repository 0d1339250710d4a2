using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How often each true class was predicted as each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly double[][] _counts;
    private readonly IReadOnlyList<string> _names;

    internal ConfusionMatrix(double[][] counts, IReadOnlyList<string> names)
    {
        _counts = counts;
        _names = names;
        var classes = Enumerable.Range(0, counts.Length);
        PerClassRecall = [.. classes.Select(c => Ratio(counts[c][c], counts[c].Sum()))];
        PerClassPrecision = [.. classes.Select(c => Ratio(counts[c][c], counts.Sum(row => row[c])))];
    }

    /// <summary>For each class, the part of the rows predicted as it that are of it; 0 where none is.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>For each class, the part of its rows that are predicted as it; 0 where it has none.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    /// <summary>The counts, by true class and then by predicted class.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts => _counts;

    /// <summary>The number of classes.</summary>
    public int NumberOfClasses => _counts.Length;

    /// <summary>The number of rows of the actual class that were predicted as the predicted class.</summary>
    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        Check(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        Check(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return _counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    /// <summary>The matrix as a table of text, with precision and recall.</summary>
    public string GetFormattedConfusionTable()
    {
        var width = Math.Max(7, _names.Append("").Max(n => n.Length)) + 1;
        var left = Math.Max("Precision".Length, _names.Append("").Max(n => n.Length)) + 1;
        var rule = $"{new string(' ', left)}||{new string('=', NumberOfClasses * (width + 1))}";
        var text = new StringBuilder("Confusion table\n");
        text.Append(rule).Append('\n');
        Line("PREDICTED", _names, "Recall");
        text.Append("TRUTH".PadRight(left)).Append("||").Append(rule.AsSpan(left + 2)).Append('\n');
        for (var row = 0; row < NumberOfClasses; row++)
        {
            Line(_names[row], _counts[row].Select(c => c.ToString("0.####", CultureInfo.InvariantCulture)), Number(PerClassRecall[row]));
        }

        text.Append(rule).Append('\n');
        Line("Precision", PerClassPrecision.Select(Number), "");
        return text.ToString();

        void Line(string head, IEnumerable<string> cells, string last)
        {
            text.Append(head.PadRight(left)).Append("||");
            foreach (var cell in cells)
            {
                text.Append(cell.PadLeft(width - 1)).Append(" |");
            }

            text.Append(last.Length > 0 ? " " : "").Append(last).Append('\n');
        }
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static string Number(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private void Check(int index, string name)
    {
        if ((uint)index >= (uint)NumberOfClasses)
        {
            throw new ArgumentOutOfRangeException(name, index, $"There are {NumberOfClasses} classes.");
        }
    }
}
