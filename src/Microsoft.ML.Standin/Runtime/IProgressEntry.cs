namespace Microsoft.ML.Runtime;

/// <summary>The figures of progress at a moment.</summary>
public interface IProgressEntry
{
    /// <summary>Sets how much of a unit is done.</summary>
    void SetProgress(int index, double value);

    /// <summary>Sets how much of a unit is done, of how much.</summary>
    void SetProgress(int index, double value, double lim);

    /// <summary>Sets a metric.</summary>
    void SetMetric(int index, double value);
}
