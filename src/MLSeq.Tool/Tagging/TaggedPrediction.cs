namespace MLSeq.Tool.Tagging;

/// <summary>A sentence after tagging.</summary>
internal sealed class TaggedPrediction
{
    /// <summary>The tokens.</summary>
    public string[] Tokens { get; set; } = [];

    /// <summary>The tags in the data; none where there are none.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>The tags that the model gives.</summary>
    public string[] PredictedLabel { get; set; } = [];
}
