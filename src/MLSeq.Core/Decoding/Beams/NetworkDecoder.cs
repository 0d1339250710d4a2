using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;

namespace MLSeq.Decoding.Beams;

/// <summary>The steps of an <see cref="EncoderDecoderNetwork"/> with the weights as they are when it is made. For one thread at a time.</summary>
internal sealed class NetworkDecoder : TargetDecoder
{
    private readonly EncoderDecoderOptions _options;
    private readonly EncoderDecoderStack _stack;
    private readonly PairedBatch _batch;
    private readonly DecoderState _state;
    private int[] _lengths = [];
    private int[] _stepSources = [];

    public NetworkDecoder(EncoderDecoderNetwork network)
    {
        _options = network.Options;
        _batch = network.CreateBatch();
        _stack = network.CreateStack();
        _stack.Prepare();
        _state = _stack.NewState();
    }

    public override int StartId => _options.StartId;

    public override int EndId => _options.EndId;

    public override ReadOnlySpan<int> SourceLengths => _lengths;

    /// <summary>Reads sources; an empty one is read as one unknown token.</summary>
    public void Read(ReadOnlySpan<int[]> sources)
    {
        _lengths = new int[sources.Length];
        for (var r = 0; r < sources.Length; r++)
        {
            _lengths[r] = Math.Max(1, sources[r].Length);
        }

        _batch.Pack(sources);
        _stack.Start(_batch, _state);
    }

    public override Matrix Step(ReadOnlySpan<int> ids, ReadOnlySpan<int> parents, ReadOnlySpan<int> sources)
    {
        _state.Reorder(parents);
        _stepSources = new int[sources.Length];
        for (var r = 0; r < sources.Length; r++)
        {
            _stepSources[r] = _batch.SourceRows[sources[r]];
        }

        return _stack.Step(ids, _stepSources, _state);
    }

    public override ReadOnlySpan<float> Attention(int row) =>
        _stack.Shares is { } shares ? shares.Row(row)[.._batch.Source.Lengths[_stepSources[row]]] : default;

    /// <summary>The natural logarithm of each target's probability, its end included, of pairs sorted by falling length of target.</summary>
    public double[] Score(ReadOnlySpan<SequencePair> pairs)
    {
        _batch.Pack(pairs);
        var outputs = _stack.Forward(_batch);
        var sums = new double[pairs.Length];
        for (var r = 0; r < sums.Length; r++)
        {
            for (var t = 0; t < pairs[r].Steps; t++)
            {
                var position = _batch.Target.Offset(t) + r;
                var scores = outputs.Row(position);
                sums[r] += (double)scores[(int)_batch.Target.Labels[position]] - Numerics.Softmax.LogSumExp(scores);
            }
        }

        return sums;
    }
}
