namespace MLSeq.Onnx.Scoring;

/// <summary>What a scorer has done so far.</summary>
/// <param name="Rows">The rows scored.</param>
/// <param name="Batches">The runs of the model that they took.</param>
/// <param name="Seconds">The time during which at least one call was scoring.</param>
/// <param name="PaddingShare">
/// The share of padding in all that was run, from 0 to 1: in time steps, or in words where the model cuts texts itself; 0 where rows have no time steps.
/// </param>
/// <param name="Device">Where the model runs now: "cpu" or, for instance, "cuda:0".</param>
public sealed record ScorerMetrics(long Rows, long Batches, double Seconds, double PaddingShare, string Device)
{
    /// <summary>The rows scored a second; 0 before the first.</summary>
    public double RowsPerSecond => Seconds > 0 ? Rows / Seconds : 0;
}
