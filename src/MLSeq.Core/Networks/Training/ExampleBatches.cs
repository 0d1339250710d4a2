using System.Globalization;
using System.Security.Cryptography;

namespace MLSeq.Networks.Training;

/// <summary>Independent sequences in batches of similar lengths.</summary>
/// <param name="network">What they are for.</param>
/// <param name="options">The size of pools and batches, and what is held out.</param>
/// <param name="read">Enumerates the same examples in the same order at each call.</param>
/// <param name="validation">Enumerates the examples to validate on; null to hold some out.</param>
/// <param name="steps">
/// Batches with a longer sequence of ids, each step of which is answered, come in windows of so many steps, each of which goes on from the states
/// that the one before ended with: truncated back-propagation through time, in memory that does not grow with the length.
/// </param>
internal sealed class ExampleBatches(
    SequenceNetwork network, SequenceTrainerOptions options, Func<IEnumerable<SequenceExample>> read, Func<IEnumerable<SequenceExample>>? validation,
    int steps = int.MaxValue)
    : PooledBatches<SequenceExample>(options, read, validation)
{
    private readonly ExampleCheck _check = new(network);
    private readonly ExampleBatch _batch = new(network.Shape);

    public override IEnumerable<(string Name, string Value)> Conditions => [("Steps", steps.ToString(CultureInfo.InvariantCulture))];

    protected override void Check(SequenceExample example, long row) => _check.All(example, row);

    protected override long LengthOf(SequenceExample example) => example.LengthIn(network.FrameSize);

    protected override long ValuesOf(SequenceExample row) =>
        (row.Ids?.Length ?? 0) + (row.Frames?.Length ?? 0) + (row.Characters?.Length ?? 0) + (row.StepLabels?.Length ?? 0) + (long)(row.Targets?.Length ?? 0);

    protected override void AddTo(SequenceExample example, IncrementalHash hash) => example.AddTo(hash);

    protected override TrainingBatch BatchOf(ArraySegment<SequenceExample> examples)
    {
        (_batch.Examples, _batch.Window) = (examples, null);
        return _batch;
    }

    // Sorted by falling length, the first is the longest.
    protected override IEnumerable<TrainingBatch> BatchesOf(ArraySegment<SequenceExample> examples) =>
        LengthOf(examples[0]) <= steps ? base.BatchesOf(examples) : Windows([.. examples]);

    private IEnumerable<TrainingBatch> Windows(SequenceExample[] rows)
    {
        var windows = (rows[0].Ids!.Length + steps - 1) / steps;
        for (var window = 0; window < windows; window++)
        {
            _batch.Window = window;
            _batch.Examples = Array.ConvertAll(rows, row => row.Part(window * steps, steps));
            yield return _batch;
        }
    }
}
