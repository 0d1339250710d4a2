using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>
/// The start of a sequence in one recurrent layer, made from a feature vector f [S] of the whole sequence (one-to-many, as in Vinyals et al.,
/// 2015): h[0] = tanh(W f + b), and for LSTMs the cell likewise, from the second half of W's rows.
/// </summary>
internal sealed class StateSource(string name, int featureSize, int hiddenSize, bool hasCell, ParameterSource source)
{
    private readonly HiddenDense _dense = new(name, featureSize, hasCell ? 2 * hiddenSize : hiddenSize, source);
    private readonly Matrix _gradient = new();

    /// <summary>The layer with the parameters.</summary>
    public Layer Layer => _dense.Layer;

    /// <summary>Sets <paramref name="state"/> from features [N, S].</summary>
    public void Forward(Matrix features, RecurrentState state)
    {
        var start = _dense.Forward(features);
        state.Resize(features.Rows, hiddenSize);
        for (var r = 0; r < features.Rows; r++)
        {
            start.Row(r)[..hiddenSize].CopyTo(state.Hidden.Row(r));
            start.Row(r)[hiddenSize..].CopyTo(state.Cell.Row(r));
        }
    }

    /// <summary>From dL/dstate to the parameters' gradients and dL/dfeatures [N, S].</summary>
    public Matrix Backward(Matrix features, RecurrentState stateGradient)
    {
        _gradient.Resize(features.Rows, hasCell ? 2 * hiddenSize : hiddenSize);
        for (var r = 0; r < features.Rows; r++)
        {
            stateGradient.Hidden.Row(r).CopyTo(_gradient.Row(r));
            if (hasCell)
            {
                stateGradient.Cell.Row(r).CopyTo(_gradient.Row(r)[hiddenSize..]);
            }
        }

        return _dense.Backward(features, _gradient);
    }

    /// <summary>Adds the layer to a graph: features [N, S] to the state.</summary>
    public GraphRecurrentState Describe(IGraph graph, GraphValue features)
    {
        var start = _dense.Describe(graph, features, eachStep: false);
        if (!hasCell)
        {
            return new(start, GraphValue.None);
        }

        var hidden = Enumerable.Range(0, hiddenSize).Select(i => (long)i).ToArray();
        var cell = hidden.Select(i => i + hiddenSize).ToArray();
        return new(
            graph.GatherColumns(start, graph.Constant("hidden", hidden, hiddenSize)),
            graph.GatherColumns(start, graph.Constant("cell", cell, hiddenSize)));
    }
}
