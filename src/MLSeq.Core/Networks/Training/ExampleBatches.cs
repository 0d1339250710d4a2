using System.Security.Cryptography;
using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>Independent sequences in batches of similar lengths.</summary>
internal sealed class ExampleBatches(
    SequenceNetwork network, SequenceTrainerOptions options, Func<IEnumerable<SequenceExample>> read, Func<IEnumerable<SequenceExample>>? validation)
    : BatchSource
{
    private readonly ExamplePools _pools = new(network.FrameSize, options.ShufflePoolSize, options.BatchSize);
    private readonly ExampleBatch _batch = new(network.Shape);
    private ExampleSource? _source;

    private ExampleSource Source => _source ??= new ExampleSource(network, options, _pools, read, validation);

    public override IEnumerable<TrainingBatch> Training(SeededRandom random) => Batches(Source.Training(), random);

    public override IEnumerable<TrainingBatch> Validation() => Batches(Source.Validation(), null);

    public override void AddTo(IncrementalHash hash)
    {
        foreach (var example in Source.Training().Concat(Source.Validation()))
        {
            example.AddTo(hash);
        }
    }

    private IEnumerable<TrainingBatch> Batches(IEnumerable<SequenceExample> rows, SeededRandom? random)
    {
        foreach (var batch in _pools.Batches(rows, random))
        {
            _batch.Examples = batch;
            yield return _batch;
        }
    }
}
