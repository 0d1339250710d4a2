namespace MLSeq.Networks.Training;

/// <summary>What a training step learns from.</summary>
internal abstract class TrainingBatch
{
    /// <summary>The number of sequences.</summary>
    public abstract int Rows { get; }

    /// <summary>The number of tokens or frames.</summary>
    public abstract long Tokens { get; }

    /// <summary>How much its answers count together.</summary>
    public abstract double Weight { get; }

    /// <summary>Whether each row goes on from the state that the same row of the batch before ended with.</summary>
    public virtual bool ContinuesState => false;

    /// <summary>Packs a worker's share of the rows.</summary>
    public abstract void Pack(PackedBatch batch, int worker, int workers);
}
