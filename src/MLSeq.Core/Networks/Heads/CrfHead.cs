using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.Heads;

/// <summary>A dense layer whose outputs are the emissions of a <see cref="LinearChain"/>: the classes of a sequence's steps are answered together.</summary>
internal sealed class CrfHead(Dense dense, LinearChain chain) : Head
{
    private readonly Matrix _gradient = new();

    public override IReadOnlyList<Layer> Layers { get; } = [dense, chain];

    public override Matrix Forward(PackedBatch batch, Matrix states) => dense.Forward(states);

    /// <summary>From emissions to the probability of each class at each step.</summary>
    public override void Activate(PackedBatch batch, Matrix outputs) => chain.Marginals(batch, outputs);

    public override void Decode(PackedBatch batch, Matrix outputs, Span<int> classes) => chain.Decode(batch, outputs, classes);

    public override double Differentiate(PackedBatch batch, Matrix states, float scale, SeededRandom? random, out Matrix statesGradient)
    {
        var loss = chain.Differentiate(batch, dense.Forward(states), batch.Labels, batch.Weights, scale, _gradient);
        statesGradient = dense.Backward(states, _gradient);
        return loss;
    }

    public override (double Loss, double Right) Measure(PackedBatch batch, Matrix states) =>
        chain.Measure(batch, dense.Forward(states), batch.Labels, batch.Weights);

    public override GraphValue Describe(IGraph graph, GraphValue states, GraphValue lengths) =>
        chain.Describe(graph, dense.Describe(graph, states, eachStep: true), lengths).Marginals();

    public override (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphValue states, GraphValue lengths)
    {
        var graphChain = chain.Describe(graph, dense.Describe(graph, states, eachStep: true), lengths);
        return (graphChain.Marginals(), graphChain.BestPath());
    }
}
