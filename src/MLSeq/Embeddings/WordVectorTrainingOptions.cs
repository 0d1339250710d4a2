using MLSeq.Embeddings.Training;

namespace MLSeq;

/// <summary>What the estimators that train word vectors share.</summary>
/// <typeparam name="TTraining">The options of the algorithm.</typeparam>
public abstract class WordVectorTrainingOptions<TTraining> : WordVectorOptions
    where TTraining : WordVectorTrainerOptions, new()
{
    /// <summary>How often a word must occur to get a vector. Default: 5.</summary>
    public int MinCount { get; set; } = 5;

    /// <summary>How many words get a vector at most, the most frequent ones; null for all. Default: null.</summary>
    public int? MaxWords { get; set; }

    /// <summary>
    /// The algorithm's own options, copied when the estimator is made. <see cref="Seed"/>, <see cref="Progress"/> and
    /// <see cref="WordVectorOptions.CancellationToken"/> take the place of those of the same name in it.
    /// </summary>
    public TTraining Training { get; set; } = new();

    /// <summary>The seed of all randomness; null to take it from the <c>MLContext</c>. Default: null.</summary>
    public int? Seed { get; set; }

    /// <summary>Receives progress several times a second. Default: none.</summary>
    public IProgress<WordVectorProgress>? Progress { get; set; }

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(MinCount >= 1, nameof(MinCount), MinCount, "at least 1");
        OptionCheck.Require(MaxWords is null or >= 1, nameof(MaxWords), MaxWords ?? 0, "at least 1, or null for all");
        ArgumentNullException.ThrowIfNull(Training);
    }
}
