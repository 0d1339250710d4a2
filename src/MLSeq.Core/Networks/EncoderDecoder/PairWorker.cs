using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>Trains an <see cref="EncoderDecoderNetwork"/> on rows of <see cref="PairBatch"/>es.</summary>
internal sealed class PairWorker(EncoderDecoderNetwork network, int worker, int workers) : TrainingWorker(worker, workers)
{
    private readonly EncoderDecoderStack _stack = network.CreateStack();
    private readonly PairedBatch _batch = network.CreateBatch();
    private readonly EncoderDecoderOptions _options = network.Options;

    public override IReadOnlyList<Layer> Layers => _stack.Layers;

    public override int RecurrentLayers => _stack.RecurrentLayers;

    public override StateGradients? StateGradients
    {
        get => _stack.StateGradients;
        set => _stack.StateGradients = value;
    }

    protected override bool Pack(TrainingBatch batch, int worker, int workers)
    {
        _batch.Pack(((PairBatch)batch).Pairs, worker, workers);
        return _batch.Target.Rows > 0;
    }

    protected override double Differentiate(float scale, SeededRandom random, long step)
    {
        var grown = _options.ScheduledSamplingSteps == 0 ? 1 : Math.Min(1, (double)step / _options.ScheduledSamplingSteps);
        return _stack.Differentiate(_batch, scale, random, _options.ScheduledSampling * grown);
    }

    protected override (double Loss, double Right) Measure() => _stack.Measure(_batch);
}
