using MLSeq.Networks;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks;

/// <summary>One forward and backward pass of the engine over a batch, in any order of lengths.</summary>
internal sealed class EngineRun
{
    public EngineRun(SequenceNetwork network, IReadOnlyList<SequenceExample> rows)
    {
        var frameSize = network.Options.FrameSize;
        var order = Enumerable.Range(0, rows.Count).OrderByDescending(r => rows[r].LengthIn(frameSize)).ToArray();
        var batch = new PackedBatch(network.Shape);
        batch.Pack([.. order.Select(r => rows[r])]);
        var stack = network.CreateStack();
        stack.Prepare();
        var outputs = stack.Forward(batch);
        Outputs = new float[outputs.Span.Length];
        var starts = new int[rows.Count];
        for (var r = 1; r < rows.Count; r++)
        {
            starts[r] = starts[r - 1] + (network.Shape.EachStep ? rows[r - 1].LengthIn(frameSize) : 1);
        }

        for (var r = 0; r < order.Length; r++)
        {
            for (var t = 0; t < (network.Shape.EachStep ? batch.Lengths[r] : 1); t++)
            {
                outputs.Row(batch.Offset(t) + r).CopyTo(Outputs.AsSpan((starts[order[r]] + t) * outputs.Columns));
            }
        }

        var weight = rows.Sum(r => r.WeightIn(network.Shape));
        Loss = stack.Differentiate(batch, (float)(1 / weight), null) / weight;
        Gradients = GradientsOf(stack.Layers);
    }

    public float[] Outputs { get; }

    public double Loss { get; }

    public Dictionary<string, float[]> Gradients { get; }

    /// <summary>The gradients of layers by parameter; of one that several layers share by rows, their sum.</summary>
    public static Dictionary<string, float[]> GradientsOf(IEnumerable<Layer> layers)
    {
        var gradients = new Dictionary<string, float[]>();
        foreach (var layer in layers)
        {
            foreach (var dense in layer.DenseGradients)
            {
                gradients.Add(dense.Parameter.Name, dense.Values.ToArray());
            }

            foreach (var rowGradient in layer.RowGradients)
            {
                var columns = rowGradient.Parameter.Columns;
                var all = gradients.GetValueOrDefault(rowGradient.Parameter.Name) ?? new float[rowGradient.Parameter.Values.Length];
                for (var slot = 0; slot < rowGradient.Count; slot++)
                {
                    Vectors.Add(rowGradient[slot], all.AsSpan(rowGradient.Rows[slot] * columns, columns));
                }

                gradients[rowGradient.Parameter.Name] = all;
            }
        }

        return gradients;
    }
}
