using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Losses;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>
/// A dense layer and a loss that looks at each answer by itself, some answers at a time: outputs over a large vocabulary then stay in the processor's
/// cache on their way from the product to the loss and back, and memory does not grow with answers times classes.
/// </summary>
internal sealed class DenseHead(Dense dense, Loss loss, bool eachStep) : Head
{
    private const int BlockValues = 1 << 20;
    private const int LeastBlockRows = 64;

    public override IReadOnlyList<Layer> Layers { get; } = [dense];

    private int BlockRows => Math.Max(LeastBlockRows, BlockValues / dense.OutputSize);

    public override Matrix Forward(PackedBatch batch, Matrix states) => dense.Forward(states);

    public override void Activate(PackedBatch batch, Matrix outputs) => loss.Activate(outputs);

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        var sum = 0d;
        statesGradient = dense.BeginBlocks(states);
        for (var first = 0; first < states.Rows; first += BlockRows)
        {
            var outputs = dense.Forward(states, first, Math.Min(BlockRows, states.Rows - first));
            sum += loss.Differentiate(batch, first, outputs, scale);
            dense.Backward(states, first, outputs);
        }

        return sum;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states)
    {
        var (sum, right) = (0d, 0d);
        dense.BeginBlocks(states);
        for (var first = 0; first < states.Rows; first += BlockRows)
        {
            var measured = loss.Measure(batch, first, dense.Forward(states, first, Math.Min(BlockRows, states.Rows - first)));
            (sum, right) = (sum + measured.Loss, right + measured.Right);
        }

        return (sum, right);
    }

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths) => loss.Describe(graph, dense.Describe(graph, states, eachStep), eachStep ? 2 : 1);

    public override (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphValue states, GraphValue lengths)
    {
        // Operator sets before 11 count axes from the front only.
        var scores = Describe(graph, states, lengths);
        return (scores, graph.ArgMax(scores, eachStep ? 2 : 1));
    }
}
