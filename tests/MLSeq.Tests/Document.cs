using Microsoft.ML.Data;

namespace MLSeq.Tests;

/// <summary>A row of the tests' data.</summary>
public sealed class Document
{
    /// <summary>The text; may be null.</summary>
    public string? Text { get; set; }

    /// <summary>Its class.</summary>
    public string? Label { get; set; }

    /// <summary>Whether it is of the first class.</summary>
    public bool IsFirst { get; set; }

    /// <summary>How many words of the first class it has.</summary>
    public float Number { get; set; }

    /// <summary>How much it counts.</summary>
    public float Weight { get; set; } = 1;

    /// <summary>Two numbers for each of its words.</summary>
    public float[] Frames { get; set; } = [];
}

/// <summary>What a prediction engine gives.</summary>
public sealed class Prediction
{
    /// <summary>The label's text.</summary>
    public string? PredictedLabel { get; set; }

    /// <summary>The classes' probabilities.</summary>
    [ColumnName("Score")]
    public float[]? Scores { get; set; }
}
