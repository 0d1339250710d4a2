namespace MLSeq.Tool.Runs;

/// <summary>An epoch ended.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="Loss">The mean training loss.</param>
/// <param name="ValidationLoss">The mean loss on held-out rows, where there are any.</param>
/// <param name="ValidationAccuracy">The share of held-out rows or steps that are right, where that can be said.</param>
/// <param name="LearningRate">The step size at its end.</param>
/// <param name="GradientNorm">The largest norm of a step's gradient in the epoch, before clipping.</param>
/// <param name="Seconds">The time since training began.</param>
internal sealed record RunEpoch(
    int Epoch, int Epochs, double Loss, double? ValidationLoss, double? ValidationAccuracy, double LearningRate, double GradientNorm, double Seconds) : RunEvent;
