namespace MLSeq.Tool.Runs;

/// <summary>Where a training is, now and then.</summary>
/// <param name="Tokens">Tokens, frames or words trained on so far.</param>
/// <param name="Loss">The mean loss of late.</param>
/// <param name="LearningRate">The step size.</param>
/// <param name="GradientNorm">The largest norm of a step's gradient, before clipping, since the progress before.</param>
/// <param name="TokensPerSecond">The rate since training began.</param>
/// <param name="Seconds">The time since training began.</param>
internal sealed record RunProgress(long Tokens, double? Loss, double? LearningRate, double? GradientNorm, double TokensPerSecond, double Seconds) : RunEvent;
