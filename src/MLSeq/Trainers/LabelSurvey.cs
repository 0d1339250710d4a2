namespace MLSeq;

/// <summary>What a first look over the labels shows.</summary>
/// <param name="labels">The label column.</param>
internal sealed class LabelSurvey(LabelColumn labels)
{
    private readonly long[] _counts = new long[labels.ClassCount];
    private bool _hasWeight;
    private double _mean;
    private double _squares;

    /// <summary>How many rows there are.</summary>
    public long Rows { get; private set; }

    /// <summary>How many of them have a label.</summary>
    public long Labelled { get; private set; }

    /// <summary>The mean of the targets.</summary>
    public float Mean => (float)_mean;

    /// <summary>The standard deviation of the targets; 1 where they are all the same.</summary>
    public float Deviation => _squares > 0 ? (float)Math.Sqrt(_squares / Labelled) : 1;

    /// <summary>Takes a row into account.</summary>
    public void Add(float label, float weight)
    {
        Rows++;
        if (float.IsNaN(label))
        {
            return;
        }

        Labelled++;
        _hasWeight |= weight > 0;
        if (_counts.Length > 0)
        {
            _counts[(int)label]++;
            return;
        }

        var difference = label - _mean;
        _mean += difference / Labelled;
        _squares += difference * (label - _mean);
    }

    /// <summary>Throws where there is nothing to learn.</summary>
    public void Check(string featureColumnName, string? weightColumnName)
    {
        if (Rows == 0)
        {
            throw new InvalidOperationException(
                $"The training data is empty: no row with label column '{labels.Name}' and feature column '{featureColumnName}'. At least one row is expected.");
        }

        if (Labelled == 0)
        {
            throw new InvalidOperationException(
                $"Label column '{labels.Name}' is missing in all {Rows} rows of the training data. At least one label is expected.");
        }

        if (!_hasWeight)
        {
            throw new InvalidOperationException(
                $"Weight column '{weightColumnName}' is 0 in all {Labelled} labelled rows of the training data. At least one positive weight is expected.");
        }

        if (_counts.Length > 0 && _counts.Count(count => count > 0) < 2)
        {
            throw new InvalidOperationException(
                $"Label column '{labels.Name}' holds one class only, '{labels.ClassName(Array.FindIndex(_counts, count => count > 0))}', "
                + $"in all {Labelled} labelled rows of the training data. At least two classes are expected.");
        }
    }
}
