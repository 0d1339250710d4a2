namespace MLSeq.Networks.Training;

/// <summary>What a training run came to.</summary>
/// <param name="Epochs">The epochs that ran.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the network now has: of the lowest validation loss, or the last without one.</param>
/// <param name="Examples">The number of training examples in an epoch.</param>
/// <param name="Tokens">The number of tokens or frames trained on, over all epochs.</param>
public sealed record TrainingHistory(IReadOnlyList<EpochResult> Epochs, int BestEpoch, long Examples, long Tokens);
