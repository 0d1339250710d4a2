using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>One direction of a recurrent operator in a graph: its weights in the operator's order of gates.</summary>
/// <param name="Operator">The operator: RNN, GRU or LSTM.</param>
/// <param name="Weights">W [G H, I].</param>
/// <param name="Recurrent">R [G H, H].</param>
/// <param name="Bias">Two biases [2 G H], which are added before the activation: W's, then R's.</param>
internal sealed record CellGraph(string Operator, float[] Weights, float[] Recurrent, float[] Bias)
{
    /// <summary>P [3 H] of an LSTM with peepholes, in the order i, o, f; else none.</summary>
    public float[] Peepholes { get; init; } = [];

    /// <summary>The activation where it is not the operator's own.</summary>
    public string? Activation { get; init; }

    /// <summary>Further attributes, the same in both directions.</summary>
    public GraphAttribute[] Attributes { get; init; } = [];
}
