using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>Where a run's batches come from. A batch that is handed out is used before the next one is asked for, and may be the same object.</summary>
internal abstract class BatchSource
{
    /// <summary>The batches of an epoch; their order and make-up follow from <paramref name="random"/>.</summary>
    public abstract IEnumerable<TrainingBatch> Training(SeededRandom random);

    /// <summary>The batches to validate on; none where nothing is held out.</summary>
    public abstract IEnumerable<TrainingBatch> Validation();
}
