namespace MLSeq.Networks.Training;

/// <summary>What a training step learns from. What is in it, a network's <see cref="TrainingWorker"/> knows.</summary>
internal abstract class TrainingBatch
{
    /// <summary>The number of sequences.</summary>
    public abstract int Rows { get; }

    /// <summary>The number of tokens or frames.</summary>
    public abstract long Tokens { get; }

    /// <summary>How much its answers count together.</summary>
    public abstract double Weight { get; }
}
