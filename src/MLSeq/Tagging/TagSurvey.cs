using MLSeq.Text;

namespace MLSeq;

/// <summary>What a first look over tagged rows shows.</summary>
/// <param name="tags">The label column.</param>
internal sealed class TagSurvey(TagColumn tags)
{
    private readonly long[] _counts = new long[tags.ClassCount];
    private long _rows;

    /// <summary>The characters of the tokens.</summary>
    public VocabularyBuilder Characters { get; } = new();

    /// <summary>How many steps have a tag.</summary>
    public long Tagged { get; private set; }

    /// <summary>How many tags violated their scheme and were repaired.</summary>
    public long Repaired { get; private set; }

    /// <summary>Takes a row into account.</summary>
    public void Add(ReadOnlySpan<int> labels, int repaired)
    {
        _rows++;
        Repaired += repaired;
        foreach (var label in labels)
        {
            if (label >= 0)
            {
                _counts[label]++;
                Tagged++;
            }
        }
    }

    /// <summary>Throws where there is nothing to learn.</summary>
    public void Check(string featureColumnName)
    {
        if (_rows == 0)
        {
            throw new InvalidOperationException(
                $"The training data is empty: no row with label column '{tags.Name}' and feature column '{featureColumnName}'. At least one row is expected.");
        }

        if (Tagged == 0)
        {
            throw new InvalidOperationException(
                $"Label column '{tags.Name}' has no tag in any of the {_rows} rows of the training data. At least two different tags are expected.");
        }

        if (_counts.Count(count => count > 0) == 1)
        {
            var only = Array.FindIndex(_counts, count => count > 0);
            throw new InvalidOperationException(
                $"Label column '{tags.Name}' has one tag only, '{tags.Values?.Texts[only] ?? $"key {only + 1}"}', in all {_rows} rows of the training data. "
                + "At least two different tags are expected.");
        }
    }
}
