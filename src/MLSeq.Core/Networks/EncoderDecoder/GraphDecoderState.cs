using MLSeq.Graphs;
using MLSeq.Networks.Layers;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>Where targets stand in a graph, as <see cref="DecoderState"/>.</summary>
/// <param name="Layers">The state in each recurrent layer.</param>
/// <param name="Feed">What is fed [N, H]; <see cref="GraphValue.None"/> without input feeding.</param>
internal readonly record struct GraphDecoderState(GraphRecurrentState[] Layers, GraphValue Feed)
{
    /// <summary>All values that there are, in one order.</summary>
    public IEnumerable<GraphValue> Values => Layers.SelectMany(layer => new[] { layer.Hidden, layer.Cell }).Append(Feed).Where(value => value != GraphValue.None);

    /// <summary>The same values, changed one by one.</summary>
    public GraphDecoderState Select(Func<GraphValue, GraphValue> change)
    {
        GraphValue Changed(GraphValue value) => value == GraphValue.None ? value : change(value);
        return new([.. Layers.Select(layer => new GraphRecurrentState(Changed(layer.Hidden), Changed(layer.Cell)))], Changed(Feed));
    }
}
