namespace MLSeq.Tool.Data;

/// <summary>How often each label occurs in a file, found in one pass before any training starts.</summary>
internal sealed class LabelCounts
{
    private const int ManyLabels = 1000;

    private LabelCounts(long rows, Dictionary<string, long> counts, long longestRun)
    {
        Rows = rows;
        Counts = counts;
        LongestRun = longestRun;
    }

    public long Rows { get; }

    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>The most rows in a row that have the same label: training shuffles a bounded pool, not a whole file.</summary>
    public long LongestRun { get; }

    /// <exception cref="ToolException">No rows, one label only, or so many that the column can hardly be the label's.</exception>
    public static LabelCounts OfTraining(IEnumerable<LabelledText> rows, string path)
    {
        var (count, counts, run) = Count(rows);
        if (count == 0)
        {
            throw new ToolException($"{path}: no rows to train on.");
        }

        if (counts.Count == 1)
        {
            throw new ToolException($"{path}: all {count} rows have the label '{counts.Keys.First()}'; at least two labels are needed.");
        }

        if (counts.Count > ManyLabels && counts.Count > count / 2)
        {
            throw new ToolException($"{path}: {counts.Count} different labels in {count} rows. Is --label-column right?");
        }

        return new LabelCounts(count, counts, run);
    }

    /// <exception cref="ToolException">No rows, or a label that training does not have.</exception>
    public static LabelCounts OfValidation(IEnumerable<LabelledText> rows, string path, LabelCounts training)
    {
        var (count, counts, run) = Count(rows);
        if (count == 0)
        {
            throw new ToolException($"{path}: no rows to validate on.");
        }

        return counts.Keys.FirstOrDefault(label => !training.Counts.ContainsKey(label)) is { } unknown
            ? throw new ToolException($"{path}: the label '{unknown}' does not occur in the training data.")
            : new LabelCounts(count, counts, run);
    }

    private static (long Rows, Dictionary<string, long> Counts, long LongestRun) Count(IEnumerable<LabelledText> rows)
    {
        long count = 0, run = 0, longestRun = 0;
        var last = "";
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            counts[row.Label] = counts.GetValueOrDefault(row.Label) + 1;
            run = row.Label == last ? run + 1 : 1;
            longestRun = Math.Max(longestRun, run);
            last = row.Label;
            count++;
        }

        return (count, counts, longestRun);
    }
}
