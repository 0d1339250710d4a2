namespace MLSeq.Graphs;

/// <summary>A batch of sequences in a graph, padded to the longest.</summary>
/// <param name="Values">Token ids [N, T] (int64), tokens [N, T] (string) or frames [N, T, F] (float).</param>
/// <param name="Lengths">How many of the T steps each row has, [N] (int32), at least 1.</param>
public readonly record struct GraphSequence(GraphValue Values, GraphValue Lengths)
{
    /// <summary>The tokens' characters, in a network that takes them.</summary>
    public GraphCharacters? Characters { get; init; }

    /// <summary>The feature vector of each row that its start is made from [N, StateSize] (float), in a network that takes one.</summary>
    public GraphValue State { get; init; } = GraphValue.None;
}
