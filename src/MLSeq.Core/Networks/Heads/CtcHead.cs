using System.Numerics.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>A dense layer whose outputs at the steps of a sequence are read as its labels, see <see cref="CtcLoss"/>; scoring gives logarithms of probabilities.</summary>
internal sealed class CtcHead(Dense dense) : Head
{
    private readonly CtcLoss _loss = new();

    public override IReadOnlyList<Layer> Layers { get; } = [dense];

    public override Matrix Forward(PackedBatch batch, Matrix states) => dense.Forward(states);

    public override void Activate(PackedBatch batch, Matrix outputs)
    {
        for (var p = 0; p < outputs.Rows; p++)
        {
            var row = outputs.Row(p);
            TensorPrimitives.Subtract(row, Softmax.LogSumExp(row), row);
        }
    }

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        var outputs = dense.Forward(states);
        var loss = _loss.Differentiate(batch, outputs, scale);
        statesGradient = dense.Backward(states, outputs);
        return loss;
    }

    /// <summary>The loss, and the weight of those sequences whose best path reads as their labels.</summary>
    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states)
    {
        var outputs = dense.Forward(states);
        var right = 0d;
        for (var r = 0; r < batch.Rows; r++)
        {
            if (batch.Weights[r] > 0 && IsRight(batch, r, outputs))
            {
                right += batch.Weights[r] * Math.Max(1, batch.Transcripts[r].Length);
            }
        }

        return (_loss.Measure(batch, outputs), right);
    }

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths) =>
        graph.LogSoftmax(dense.Describe(graph, states, eachStep: true), 2);

    private static bool IsRight(PackedBatch batch, int row, Matrix outputs)
    {
        var labels = batch.Transcripts[row];
        var (read, before) = (0, CtcLoss.Blank);
        for (var t = 0; t < batch.Lengths[row]; t++)
        {
            var best = TensorPrimitives.IndexOfMax((ReadOnlySpan<float>)outputs.Row(batch.Offset(t) + row));
            if (best != before && best != CtcLoss.Blank && (read == labels.Length || labels[read++] != best))
            {
                return false;
            }

            before = best;
        }

        return read == labels.Length;
    }
}
