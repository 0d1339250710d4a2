namespace MLSeq.Networks.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean training loss, with dropout, while the weights changed.</param>
/// <param name="ValidationLoss">The mean loss on held-out rows; null where there are none.</param>
/// <param name="ValidationAccuracy">The share of held-out rows classified right; null where there are none and for regressions.</param>
/// <param name="Elapsed">The time since training began.</param>
public sealed record EpochResult(int Epoch, double Loss, double? ValidationLoss, double? ValidationAccuracy, TimeSpan Elapsed);
