using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Networks.Losses;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>A dense layer and a loss that looks at each answer by itself.</summary>
internal sealed class DenseHead(Dense dense, Loss loss, bool eachStep) : Head
{
    public override IReadOnlyList<Layer> Layers { get; } = [dense];

    public override Matrix Forward(PackedBatch batch, Matrix states) => dense.Forward(states);

    public override void Activate(PackedBatch batch, Matrix outputs) => loss.Activate(outputs);

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        var outputs = dense.Forward(states);
        var sum = loss.Differentiate(batch, outputs, scale);
        statesGradient = dense.Backward(states, outputs);
        return sum;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states) => loss.Measure(batch, dense.Forward(states));

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths) => loss.Describe(graph, dense.Describe(graph, states, eachStep), eachStep ? 2 : 1);

    public override (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphValue states, GraphValue lengths)
    {
        // Operator sets before 11 count axes from the front only.
        var scores = Describe(graph, states, lengths);
        return (scores, graph.ArgMax(scores, eachStep ? 2 : 1));
    }
}
