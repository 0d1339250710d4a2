using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>A layer that turns a vector per position into a state per position.</summary>
internal abstract class RecurrentLayer : Layer
{
    /// <summary>The length of a position's input.</summary>
    public abstract int InputSize { get; }

    /// <summary>The length of a position's output.</summary>
    public abstract int OutputSize { get; }

    /// <summary>The states [Total, OutputSize] of <paramref name="input"/> [Total, InputSize].</summary>
    public abstract Matrix Forward(PackedBatch batch, Matrix input);

    /// <summary>
    /// From dL/doutput [Total, OutputSize], which is changed, to the parameters' gradients and, unless
    /// <paramref name="needsInputGradient"/> is false, to dL/dinput [Total, InputSize]. Follows a Forward of the same batch, once.
    /// </summary>
    public abstract Matrix? Backward(PackedBatch batch, Matrix input, Matrix outputGradient, bool needsInputGradient);

    /// <summary>Adds the layer to a graph; <paramref name="input"/> is [T, N, InputSize], <paramref name="lengths"/> [N] int32.</summary>
    public abstract GraphStates Describe(IGraph graph, GraphValue input, GraphValue lengths);

    /// <summary>The layer of <paramref name="options"/>' cell.</summary>
    public static RecurrentLayer Create(SequenceNetworkOptions options, string name, int inputSize, ParameterSource source) =>
        options.Cell switch
        {
            RecurrentCell.Lstm => new Lstm(name, inputSize, options.HiddenSize, options.Bidirectional, source),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Cell, "There is no such cell."),
        };
}
