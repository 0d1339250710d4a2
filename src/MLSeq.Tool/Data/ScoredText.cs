namespace MLSeq.Tool.Data;

/// <summary>A row after scoring.</summary>
internal sealed class ScoredText
{
    /// <summary>What was classified.</summary>
    public string Text { get; set; } = "";

    /// <summary>The label in the data, "" where there is none.</summary>
    public string Actual { get; set; } = "";

    /// <summary>The label that the model gives.</summary>
    public string PredictedLabel { get; set; } = "";

    /// <summary>[classes]: the probability of each class; the predicted one's is the largest.</summary>
    public float[] Score { get; set; } = [];
}
