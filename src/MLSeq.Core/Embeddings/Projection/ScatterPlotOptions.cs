namespace MLSeq.Embeddings.Projection;

/// <summary>How a <see cref="ScatterPlot"/> looks.</summary>
public sealed class ScatterPlotOptions
{
    /// <summary>What stands above the plot. Nothing by default.</summary>
    public string? Title { get; set; }

    /// <summary>What stands below the title, smaller: how the points were placed, for instance. Nothing by default.</summary>
    public string? Subtitle { get; set; }

    /// <summary>The width in pixels where the plot is shown in its own size; it can be scaled. 960 by default.</summary>
    public int Width { get; set; } = 960;

    /// <summary>The height. 760 by default.</summary>
    public int Height { get; set; } = 760;

    /// <summary>The size of labels in pixels. 12 by default.</summary>
    public double FontSize { get; set; } = 12;

    /// <summary>How many labels to show at most, those of the first points; null, the default, shows all that find room.</summary>
    public int? MaxLabels { get; set; }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Width is >= 200 and <= 20_000, nameof(Width), Width, "200 to 20000");
        OptionCheck.Require(Height is >= 200 and <= 20_000, nameof(Height), Height, "200 to 20000");
        OptionCheck.Require(FontSize is >= 4 and <= 100, nameof(FontSize), FontSize, "4 to 100");
        OptionCheck.Require(MaxLabels is null or >= 0, nameof(MaxLabels), MaxLabels ?? 0, "at least 0, or null");
    }
}
