using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>What a recurrent layer gives in a graph.</summary>
/// <param name="Values">The states of all steps [T, N, D], zero past a row's end.</param>
/// <param name="Last">The state each direction ends with [N, D].</param>
/// <param name="LastCell">An LSTM's cell that each direction ends with [N, D]; <see cref="GraphValue.None"/> for other cells.</param>
internal readonly record struct GraphStates(GraphValue Values, GraphValue Last, GraphValue LastCell);
