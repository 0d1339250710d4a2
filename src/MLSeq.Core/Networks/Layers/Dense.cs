using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A fully connected layer: y = x Wᵀ + b, with x [N, I], W [O, I], b [O], y [N, O]. W starts uniform in ±1/sqrt(I), b at 0.
/// <code>
/// dL/dW = dyᵀ x      dL/db = sum of dy's rows      dL/dx = dy W
/// </code>
/// </summary>
internal sealed class Dense : Layer
{
    private readonly Parameter _weights;
    private readonly Parameter _bias;
    private readonly DenseGradient _weightsGradient;
    private readonly DenseGradient _biasGradient;
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();
    private PackedWeights? _packed;

    /// <param name="name">The layer's name.</param>
    /// <param name="inputSize">I.</param>
    /// <param name="outputSize">O.</param>
    /// <param name="source">Gives the parameters.</param>
    /// <param name="weightsName">The name of W where it is another layer's: tied weights.</param>
    public Dense(string name, int inputSize, int outputSize, ParameterSource source, string? weightsName = null)
    {
        _weights = source(weightsName ?? $"{name}.weights", outputSize, inputSize, (w, random) => random.Uniform(w, 1 / Math.Sqrt(inputSize)));
        _bias = source($"{name}.bias", 1, outputSize, (b, _) => b.Clear());
        _weightsGradient = AddDense(_weights);
        _biasGradient = AddDense(_bias);
    }

    /// <summary>dL/dW [O, I].</summary>
    public DenseGradient WeightsGradient => _weightsGradient;

    /// <summary>b [1, O].</summary>
    public Parameter Bias => _bias;

    /// <summary>O.</summary>
    public int OutputSize => _weights.Rows;

    private int InputSize => _weights.Columns;

    /// <summary>y [N, O] of x [N, I].</summary>
    public Matrix Forward(Matrix x)
    {
        _output.Resize(x.Rows, OutputSize);
        MatrixProduct.Multiply(
            false, true, x.Rows, OutputSize, InputSize, x.Span, InputSize, _weights.Values, InputSize, _output.Span, OutputSize, _bias.Values);
        return _output;
    }

    /// <summary>From dL/dy [N, O] to the parameters' gradients and dL/dx [N, I].</summary>
    public Matrix Backward(Matrix x, Matrix outputGradient)
    {
        ParameterGradients(x, 0, outputGradient);
        _inputGradient.Resize(x.Rows, InputSize);
        MatrixProduct.Multiply(
            false, false, x.Rows, InputSize, OutputSize, outputGradient.Span, OutputSize, _weights.Values, InputSize, _inputGradient.Span, InputSize, false);
        return _inputGradient;
    }

    /// <summary>Makes ready for x [N, I] in blocks of rows, from the first on, so that y is never there as a whole; gives what dL/dx [N, I] comes into.</summary>
    public Matrix BeginBlocks(Matrix x)
    {
        _packed ??= new PackedWeights(new ParameterPart(_weightsGradient, 0, OutputSize));
        _packed.Prepare();
        return _inputGradient.Resize(x.Rows, InputSize);
    }

    /// <summary>y [count, O] of x's rows from <paramref name="from"/> on.</summary>
    public Matrix Forward(Matrix x, int from, int count)
    {
        _output.Resize(count, OutputSize);
        _packed!.Multiply(count, x.From(from), InputSize, _output.Span, OutputSize, _bias.Values);
        return _output;
    }

    /// <summary>Adds a block's share to the parameters' gradients, and fills its rows of dL/dx.</summary>
    public void Backward(Matrix x, int from, Matrix outputGradient)
    {
        ParameterGradients(x, from, outputGradient);
        _packed!.MultiplyBack(outputGradient.Rows, outputGradient.Span, OutputSize, _inputGradient.From(from), InputSize, accumulate: false);
    }

    /// <summary>Adds the layer to a graph: [N, I] to [N, O], or [N, T, I] to [N, T, O] where <paramref name="eachStep"/>.</summary>
    public GraphValue Describe(IGraph graph, GraphValue x, bool eachStep = false)
    {
        var weights = graph.Constant("weights", _weights.Values, OutputSize, InputSize);
        var bias = graph.Constant("bias", _bias.Values, OutputSize);
        return eachStep ? graph.Add(graph.MatMulTransposed(x, weights), bias) : graph.Gemm(x, weights, bias);
    }

    /// <summary>The share of the rows of x from <paramref name="from"/> on; the first ones' overwrites what is there.</summary>
    private void ParameterGradients(Matrix x, int from, Matrix outputGradient)
    {
        var dy = outputGradient.Span;
        var count = outputGradient.Rows;
        MatrixProduct.Multiply(
            true, false, OutputSize, InputSize, count, dy, OutputSize, x.From(from), InputSize, _weightsGradient.Values, InputSize, accumulate: from > 0);
        MatrixRows.Sum(count, OutputSize, dy, OutputSize, _biasGradient.Values, accumulate: from > 0);
    }
}
