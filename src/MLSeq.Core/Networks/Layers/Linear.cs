using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A linear layer over some rows at a time, for inputs that are there only step by step: y = x Wᵀ + b, with x [N, I], W [O, I], b [O] or none, y
/// [N, O]; dL/dx = dL/dy W, dL/dW = dL/dyᵀ x, dL/db = sum of dL/dy's rows. W starts uniform in ±1/sqrt(I), b at 0.
/// </summary>
internal sealed class Linear : Layer
{
    private readonly Parameter _weights;
    private readonly DenseGradient _weightsGradient;
    private readonly DenseGradient? _biasGradient;
    private readonly PackedWeights _packed;
    private readonly Matrix _output = new();

    public Linear(string name, int inputSize, int outputSize, ParameterSource source, bool hasBias)
    {
        _weights = source($"{name}.weights", outputSize, inputSize, (w, random) => random.Uniform(w, 1 / Math.Sqrt(inputSize)));
        _weightsGradient = AddDense(_weights);
        _biasGradient = hasBias ? AddDense(source($"{name}.bias", 1, outputSize, (b, _) => b.Clear())) : null;
        _packed = new PackedWeights(new ParameterPart(_weightsGradient, 0, outputSize));
    }

    private int InputSize => _weights.Columns;

    private int OutputSize => _weights.Rows;

    public override void Prepare() => _packed.Prepare();

    /// <summary>Makes room for y [<paramref name="rows"/>, O].</summary>
    public Matrix Begin(int rows) => _output.Resize(rows, OutputSize);

    /// <summary>Rows <paramref name="from"/> to from + <paramref name="count"/> of y. Rows of x may be longer than I.</summary>
    public void Forward(Matrix x, int from, int count)
    {
        var y = _output.From(from);
        if (_biasGradient is not null)
        {
            _packed.Multiply(count, x.From(from), x.Columns, y, OutputSize, _biasGradient.Parameter.Values);
            return;
        }

        y[..(count * OutputSize)].Clear();
        _packed.MultiplyAdd(count, x.From(from), x.Columns, y, OutputSize);
    }

    /// <summary>Some rows of dL/dx, whose rows may be longer than I; added to what is there with <paramref name="accumulate"/>.</summary>
    public void Backward(Matrix outputGradient, int from, int count, Matrix inputGradient, bool accumulate) =>
        _packed.MultiplyBack(count, outputGradient.From(from), OutputSize, inputGradient.From(from), inputGradient.Columns, accumulate);

    /// <summary>The parameters' gradients from all rows of x and dL/dy.</summary>
    public void EndBackward(Matrix x, Matrix outputGradient)
    {
        MatrixProduct.Multiply(
            true, false, OutputSize, InputSize, x.Rows, outputGradient.Span, OutputSize, x.Span, x.Columns, _weightsGradient.Values, InputSize, false);
        if (_biasGradient is not null)
        {
            MatrixRows.Sum(x.Rows, OutputSize, outputGradient.Span, OutputSize, _biasGradient.Values, false);
        }
    }

    /// <summary>Adds the layer to a graph: [..., I] to [..., O].</summary>
    public GraphValue Describe(IGraph graph, GraphValue x)
    {
        var y = graph.MatMulTransposed(x, graph.Constant("weights", _weights.Values, OutputSize, InputSize));
        return _biasGradient is null ? y : graph.Add(y, graph.Constant("bias", _biasGradient.Parameter.Values, OutputSize));
    }
}
