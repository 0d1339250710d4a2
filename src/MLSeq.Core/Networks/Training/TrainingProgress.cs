namespace MLSeq.Networks.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="Examples">How many examples of the epoch are done.</param>
/// <param name="TotalExamples">How many examples an epoch has; null until that is known, at the end of the first one or before.</param>
/// <param name="Tokens">How many tokens or frames all epochs so far have trained on.</param>
/// <param name="TokensPerSecond">The rate since training began, validation included.</param>
/// <param name="Loss">The mean training loss of the epoch so far.</param>
/// <param name="LearningRate">The step size of the last step; 0 before the first one.</param>
/// <param name="GradientNorm">The largest norm of a step's gradient, before it was clipped, since the report before; 0 where no step was taken.</param>
/// <param name="Elapsed">The time since training began.</param>
/// <param name="Remaining">The time left if all epochs run; null while <paramref name="TotalExamples"/> is.</param>
/// <param name="Completed">The epoch's result when this report ends it, else null.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, long Examples, long? TotalExamples, long Tokens, double TokensPerSecond, double Loss, float LearningRate,
    double GradientNorm, TimeSpan Elapsed, TimeSpan? Remaining, EpochResult? Completed);
