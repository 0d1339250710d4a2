using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A dense layer at each step above the recurrent ones, the same at all steps: y = tanh(W x + b), with x [Total, I], y [Total, O], W and
/// b as in <see cref="Dense"/>; dL/d(W x + b) = dL/dy (1 - y²). Depth without the cost of recurrence.
/// </summary>
internal sealed class HiddenDense
{
    private readonly Matrix _gradient = new();
    private Matrix? _output;

    public HiddenDense(string name, int inputSize, int outputSize, ParameterSource source) => Layer = new Dense(name, inputSize, outputSize, source);

    /// <summary>The layer with the parameters.</summary>
    public Dense Layer { get; }

    /// <summary>y [Total, O] of x [Total, I].</summary>
    public Matrix Forward(Matrix x)
    {
        _output = Layer.Forward(x);
        Activations.Tanh(_output.Span);
        return _output;
    }

    /// <summary>From dL/dy to the parameters' gradients and dL/dx.</summary>
    public Matrix Backward(Matrix x, Matrix outputGradient)
    {
        _gradient.Resize(outputGradient.Rows, outputGradient.Columns);
        outputGradient.Span.CopyTo(_gradient.Span);
        Activations.TanhGradient(_output!.Span, _gradient.Span);
        return Layer.Backward(x, _gradient);
    }

    /// <summary>Adds the layer to a graph: [N, I] to [N, O], or [T, N, I] to [T, N, O] where <paramref name="eachStep"/>.</summary>
    public GraphValue Describe(IGraph graph, GraphValue x, bool eachStep) => graph.Tanh(Layer.Describe(graph, x, eachStep));
}
