namespace MLSeq.Graphs;

/// <summary>The characters of a batch's tokens in a graph, padded to the longest.</summary>
/// <param name="Ids">Character ids [N, T, L] (int64), at least 0.</param>
/// <param name="Lengths">How many of the L characters each token has, [N, T] (int32), at least 1.</param>
public readonly record struct GraphCharacters(GraphValue Ids, GraphValue Lengths);
