using MLSeq.Networks.Training;

namespace MLSeq.Tool.Display;

/// <summary>The epoch whose weights a trained model has.</summary>
internal static class BestEpoch
{
    /// <summary>The one of the lowest validation loss; the last where nothing was validated on.</summary>
    public static EpochResult Of(IReadOnlyList<EpochResult> epochs) =>
        epochs[^1].ValidationLoss is null ? epochs[^1] : epochs.MinBy(e => e.ValidationLoss)!;
}
