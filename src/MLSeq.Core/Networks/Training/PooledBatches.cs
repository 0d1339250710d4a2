using System.Security.Cryptography;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>Independent examples of any kind in batches of similar lengths.</summary>
/// <param name="options">The size of pools and batches, and what is held out.</param>
/// <param name="read">Enumerates the same examples in the same order at each call.</param>
/// <param name="validation">Enumerates the examples to validate on; null to hold some out.</param>
internal abstract class PooledBatches<TExample>(
    SequenceTrainerOptions options, Func<IEnumerable<TExample>> read, Func<IEnumerable<TExample>>? validation)
    : BatchSource
    where TExample : class
{
    private ExamplePools<TExample>? _pools;
    private ExampleSource<TExample>? _source;

    private ExamplePools<TExample> Pools => _pools ??= new(options.ShufflePoolSize, options.BatchSize, LengthOf, ValuesOf);

    private ExampleSource<TExample> Source => _source ??= new(options, Check, Pools, read, validation);

    public override IEnumerable<TrainingBatch> Training(SeededRandom random) => Pools.Batches(Source.Training(), random).SelectMany(BatchesOf);

    public override IEnumerable<TrainingBatch> Validation() => Pools.Batches(Source.Validation(), null).SelectMany(BatchesOf);

    public override void AddTo(IncrementalHash hash)
    {
        foreach (var example in Source.Training().Concat(Source.Validation()))
        {
            AddTo(example, hash);
        }
    }

    /// <exception cref="ArgumentException">The example does not fit the network; the message names its row, from 0.</exception>
    protected abstract void Check(TExample example, long row);

    /// <summary>What batches are sorted by, falling; less than 2^31.</summary>
    protected abstract long LengthOf(TExample example);

    /// <summary>The numbers in an example.</summary>
    protected abstract long ValuesOf(TExample example);

    /// <summary>Adds all that is in an example to a hash.</summary>
    protected abstract void AddTo(TExample example, IncrementalHash hash);

    /// <summary>The batch of examples, sorted by falling length; may be the same object at each call.</summary>
    protected abstract TrainingBatch BatchOf(ArraySegment<TExample> examples);

    /// <summary>What is trained on for a batch of examples: that, or parts of it one after the other.</summary>
    protected virtual IEnumerable<TrainingBatch> BatchesOf(ArraySegment<TExample> examples) => [BatchOf(examples)];
}
