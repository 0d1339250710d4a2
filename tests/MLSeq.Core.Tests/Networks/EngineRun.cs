using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

/// <summary>One forward and backward pass of the engine over a batch, in any order of lengths.</summary>
internal sealed class EngineRun
{
    public EngineRun(SequenceNetwork network, IReadOnlyList<SequenceExample> rows)
    {
        var frameSize = network.Options.FrameSize;
        var order = Enumerable.Range(0, rows.Count).OrderByDescending(r => rows[r].LengthIn(frameSize)).ToArray();
        var batch = new PackedBatch();
        batch.Pack([.. order.Select(r => rows[r])], frameSize);
        var stack = network.CreateStack();
        stack.Prepare();
        var outputs = stack.Forward(batch);
        Outputs = new float[outputs.Span.Length];
        for (var r = 0; r < order.Length; r++)
        {
            outputs.Row(r).CopyTo(Outputs.AsSpan(order[r] * outputs.Columns));
        }

        var weight = rows.Sum(r => (double)r.Weight);
        var gradient = new Matrix();
        Loss = network.Loss.Differentiate(outputs, batch.Labels, batch.Weights, (float)(1 / weight), gradient) / weight;
        stack.Backward(batch, gradient);
        foreach (var layer in stack.Layers)
        {
            foreach (var dense in layer.DenseGradients)
            {
                Gradients[dense.Parameter.Name] = dense.Values.ToArray();
            }

            foreach (var rowGradient in layer.RowGradients)
            {
                var columns = rowGradient.Parameter.Columns;
                var all = new float[rowGradient.Parameter.Values.Length];
                for (var slot = 0; slot < rowGradient.Count; slot++)
                {
                    rowGradient[slot].CopyTo(all.AsSpan(rowGradient.Rows[slot] * columns));
                }

                Gradients[rowGradient.Parameter.Name] = all;
            }
        }
    }

    public float[] Outputs { get; }

    public double Loss { get; }

    public Dictionary<string, float[]> Gradients { get; } = [];
}
