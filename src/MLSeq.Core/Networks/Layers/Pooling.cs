using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>A layer that turns the states of all positions [Total, D] into one vector per sequence [N, D].</summary>
internal abstract class Pooling : Layer
{
    /// <summary>The pooled states [N, D].</summary>
    public abstract Matrix Forward(PackedBatch batch, Matrix states);

    /// <summary>From dL/dpooled [N, D] to dL/dstates [Total, D], and the layer's own gradients.</summary>
    public abstract Matrix Backward(PackedBatch batch, Matrix states, Matrix outputGradient);

    /// <summary>Adds the layer to a graph; gives [N, D].</summary>
    public abstract GraphValue Describe(IGraph graph, GraphStates states, GraphValue lengths);

    public static Pooling Create(SequencePooling kind, string name, int size, bool bidirectional, ParameterSource source) => kind switch
    {
        SequencePooling.Last => new LastPooling(bidirectional),
        SequencePooling.Mean => new MeanPooling(),
        SequencePooling.Max => new MaxPooling(),
        _ => new AttentionPooling(name, size, source),
    };
}
