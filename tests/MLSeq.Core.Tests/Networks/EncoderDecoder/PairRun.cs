using MLSeq.Networks.EncoderDecoder;

namespace MLSeq.Tests.Networks.EncoderDecoder;

/// <summary>One forward and backward pass of the engine over pairs in any order.</summary>
internal sealed class PairRun
{
    public PairRun(EncoderDecoderNetwork network, IReadOnlyList<SequencePair> pairs)
    {
        var order = Enumerable.Range(0, pairs.Count).OrderByDescending(r => pairs[r].Steps).ToArray();
        var batch = network.CreateBatch();
        batch.Pack([.. order.Select(r => pairs[r])]);
        var stack = network.CreateStack();
        stack.Prepare();
        var raw = stack.Forward(batch);
        Outputs = [.. pairs.Select(pair => new float[pair.Steps * raw.Columns])];
        for (var r = 0; r < order.Length; r++)
        {
            for (var t = 0; t < batch.Target.Lengths[r]; t++)
            {
                raw.Row(batch.Target.Offset(t) + r).CopyTo(Outputs[order[r]].AsSpan(t * raw.Columns));
            }
        }

        var weight = pairs.Sum(p => p.Weight * p.Steps);
        Measured = stack.Measure(batch).Loss / weight;
        Loss = stack.Differentiate(batch, 1 / weight, null, 0) / weight;
        Gradients = EngineRun.GradientsOf(stack.Layers);
    }

    /// <summary>The raw outputs of each pair's steps.</summary>
    public float[][] Outputs { get; }

    /// <summary>The mean loss as training sees it.</summary>
    public double Loss { get; }

    /// <summary>The mean loss without smoothing.</summary>
    public double Measured { get; }

    public Dictionary<string, float[]> Gradients { get; }
}
