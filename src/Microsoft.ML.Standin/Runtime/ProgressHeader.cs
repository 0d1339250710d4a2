namespace Microsoft.ML.Runtime;

/// <summary>The names of progress figures.</summary>
public sealed class ProgressHeader
{
    /// <summary>The names of what is done.</summary>
    public readonly IReadOnlyList<string> UnitNames;

    /// <summary>The names of metrics.</summary>
    public readonly IReadOnlyList<string> MetricNames;

    /// <summary>Names of metrics and of units.</summary>
    public ProgressHeader(string[] metricNames, string[] unitNames)
    {
        MetricNames = metricNames ?? [];
        UnitNames = unitNames ?? [];
    }

    /// <summary>Names of units.</summary>
    public ProgressHeader(params string[] unitNames)
        : this(null, unitNames)
    {
    }
}
