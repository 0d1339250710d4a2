using System.Security.Cryptography;
using MLSeq.Networks.Training;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>Pairs in batches of similar lengths, of the targets first, on which most of the work depends.</summary>
internal sealed class PairBatches(
    EncoderDecoderNetwork network, SequenceTrainerOptions options, Func<IEnumerable<SequencePair>> read, Func<IEnumerable<SequencePair>>? validation)
    : PooledBatches<SequencePair>(options, read, validation)
{
    private const int MostTargetSteps = ushort.MaxValue;
    private const int MostSortedSource = short.MaxValue;

    private readonly int _sourceSize = network.Options.SourceVocabularySize;
    private readonly int _targetSize = network.Options.TargetVocabularySize;
    private readonly PairBatch _batch = new();

    protected override void Check(SequencePair example, long row)
    {
        if (example?.Source is null || example.Target is null)
        {
            throw Misfit(row, "it is null, or its source or target is");
        }

        CheckIds(example.Source, "source", _sourceSize, row);
        CheckIds(example.Target, "target", _targetSize, row);
        if (example.Steps > MostTargetSteps)
        {
            throw Misfit(row, $"its target has {example.Target.Length} tokens; expected at most {MostTargetSteps - 1}");
        }

        if (!float.IsFinite(example.Weight) || example.Weight < 0)
        {
            throw Misfit(row, $"the weight is {example.Weight}; expected a number from 0 up");
        }
    }

    protected override long LengthOf(SequencePair example) => ((long)example.Steps << 15) + Math.Min(example.Source.Length, MostSortedSource);

    protected override long ValuesOf(SequencePair example) => (long)example.Source.Length + example.Target.Length;

    protected override void AddTo(SequencePair example, IncrementalHash hash) => example.AddTo(hash);

    protected override TrainingBatch BatchOf(ArraySegment<SequencePair> examples)
    {
        _batch.Pairs = examples;
        return _batch;
    }

    private static void CheckIds(int[] ids, string side, int size, long row)
    {
        for (var t = 0; t < ids.Length; t++)
        {
            if ((uint)ids[t] >= (uint)size)
            {
                throw Misfit(row, $"id {t} of its {side} is {ids[t]}; expected 0 to {size - 1}");
            }
        }
    }

    private static ArgumentException Misfit(long row, string problem) => new($"Row {row} does not fit the network: {problem}.");
}
