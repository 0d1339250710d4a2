using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>What a decoder's attention looks at in a graph; all <see cref="GraphValue.None"/> without attention.</summary>
/// <param name="Values">The encoder's states m [N, S, D].</param>
/// <param name="Keys">What they are scored by [N, S, K].</param>
/// <param name="Present">Which of the S steps each source has, [N, S] (bool).</param>
internal readonly record struct GraphMemory(GraphValue Values, GraphValue Keys, GraphValue Present)
{
    /// <summary>Nothing.</summary>
    public static GraphMemory None { get; } = new(GraphValue.None, GraphValue.None, GraphValue.None);
}
