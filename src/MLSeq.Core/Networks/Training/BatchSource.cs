using System.Security.Cryptography;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>Where a run's batches come from. A batch that is handed out is used before the next one is asked for, and may be the same object.</summary>
internal abstract class BatchSource
{
    /// <summary>The batches of an epoch; their order and make-up follow from <paramref name="random"/>.</summary>
    public abstract IEnumerable<TrainingBatch> Training(SeededRandom random);

    /// <summary>What decides the batches besides the trainer's options and the data, and must be the same to go on from a checkpoint.</summary>
    public virtual IEnumerable<(string Name, string Value)> Conditions => [];

    /// <summary>How many rows the batches of an epoch have together; null where that is not known before.</summary>
    public virtual long? Examples => null;

    /// <summary>Adds what tells the data from other data to a hash.</summary>
    public abstract void AddTo(IncrementalHash hash);

    /// <summary>The batches to validate on; none where nothing is held out.</summary>
    public abstract IEnumerable<TrainingBatch> Validation();
}
