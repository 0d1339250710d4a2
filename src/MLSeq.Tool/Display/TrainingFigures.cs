using MLSeq.Networks.Training;

namespace MLSeq.Tool.Display;

/// <summary>The figures that every training of a network ends with.</summary>
internal static class TrainingFigures
{
    /// <summary>Of the epoch whose weights the model has: that of the lowest validation loss; the last where nothing was validated on.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="elapsed">The time of all of it.</param>
    /// <param name="perplexity">Whether the loss is one of a language, which has a perplexity; else there may be an accuracy.</param>
    public static IEnumerable<(string Name, object? Value)> Of(IReadOnlyList<EpochResult> epochs, TimeSpan elapsed, bool perplexity = false)
    {
        var best = BestEpoch.Of(epochs);
        return
        [
            ("epochs", epochs.Count),
            ("best epoch", best.Epoch),
            ("loss", best.Loss),
            ("validation loss", best.ValidationLoss),
            perplexity ? ("validation perplexity", best.ValidationLoss is { } loss ? Math.Exp(loss) : null) : ("validation accuracy", best.ValidationAccuracy),
            ("seconds", Math.Round(elapsed.TotalSeconds, 1)),
        ];
    }
}
