namespace MLSeq.Interactive.Charts;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What the legend calls it; the only line of a chart may have an empty name, and then there is no legend.</param>
/// <param name="Points">Its points from left to right. Where a value is not finite, the line has a gap.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A line through values at 1, 2, 3 and so on.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="values">The values.</param>
    public static ChartSeries Of(string name, IEnumerable<double> values) => new(name, [.. values.Select((value, i) => (i + 1d, value))]);
}
