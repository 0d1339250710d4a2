namespace MLSeq.Networks.Training;

/// <summary>What a <see cref="SequenceNetwork"/> learns from.</summary>
internal abstract class SequenceBatch : TrainingBatch
{
    /// <summary>Whether each row leaves its state to the same row of the next batch: truncated back-propagation through time.</summary>
    public virtual bool CarriesState => false;

    /// <summary>Whether the rows of a batch that carries its state start from zero, and not from where the batch before ended.</summary>
    public virtual bool StartsAnew => false;

    /// <summary>Packs a worker's share of the rows.</summary>
    public abstract void Pack(PackedBatch batch, int worker, int workers);
}
