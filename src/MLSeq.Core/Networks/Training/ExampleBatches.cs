using System.Security.Cryptography;

namespace MLSeq.Networks.Training;

/// <summary>Independent sequences in batches of similar lengths.</summary>
internal sealed class ExampleBatches(
    SequenceNetwork network, SequenceTrainerOptions options, Func<IEnumerable<SequenceExample>> read, Func<IEnumerable<SequenceExample>>? validation)
    : PooledBatches<SequenceExample>(options, read, validation)
{
    private readonly ExampleCheck _check = new(network);
    private readonly ExampleBatch _batch = new(network.Shape);

    protected override void Check(SequenceExample example, long row) => _check.All(example, row);

    protected override long LengthOf(SequenceExample example) => example.LengthIn(network.FrameSize);

    protected override long ValuesOf(SequenceExample row) =>
        (row.Ids?.Length ?? 0) + (row.Frames?.Length ?? 0) + (row.Characters?.Length ?? 0) + (row.StepLabels?.Length ?? 0) + (long)(row.Targets?.Length ?? 0);

    protected override void AddTo(SequenceExample example, IncrementalHash hash) => example.AddTo(hash);

    protected override TrainingBatch BatchOf(ArraySegment<SequenceExample> examples)
    {
        _batch.Examples = examples;
        return _batch;
    }
}
