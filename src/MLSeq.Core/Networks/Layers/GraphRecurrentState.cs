using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>Where the sequences start in a recurrent layer of a graph.</summary>
/// <param name="Hidden">h [N, H].</param>
/// <param name="Cell">c [N, H]; <see cref="GraphValue.None"/> for cells that have none.</param>
internal readonly record struct GraphRecurrentState(GraphValue Hidden, GraphValue Cell);
