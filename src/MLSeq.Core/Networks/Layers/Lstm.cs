using MLSeq.Graphs;
using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000), in one or both
/// directions. With input x[t] [I], state h [H] and cell c [H], both zero at the start:
/// <code>
/// i = sigmoid(Wi x[t] + Ri h[t-1] + bi)      o = sigmoid(Wo x[t] + Ro h[t-1] + bo)
/// f = sigmoid(Wf x[t] + Rf h[t-1] + bf)      g = tanh(Wg x[t] + Rg h[t-1] + bg)
/// c[t] = f c[t-1] + i g                      h[t] = o tanh(c[t])
/// </code>
/// The backward direction reads from each sequence's last step to its first, and its states follow the forward ones in
/// the output [Total, 2 H]. Parameters, with the gates in the order i, o, f, g as in ONNX: W [dirs 4H, I], R [dirs 4H, H],
/// b [dirs, 4H]. W and R start uniform in ±1/sqrt(H), b at 0, except bf at 1, so that a new cell remembers.
/// <para>
/// R is multiplied step by step, W by blocks of steps so that their gates stay in the cache; the parameters' gradients run
/// over all positions at once.
/// Going back, with da the gradient of the four pre-activations (see <see cref="LstmGates"/>): dh[t-1] += R-transposed da[t],
/// dW = sum of da[t] x[t]-transposed, dR = sum of da[t] h[t-1]-transposed, db = sum of da[t], dx[t] = W-transposed da[t].
/// </para>
/// </summary>
internal sealed class Lstm : RecurrentLayer
{
    private readonly Parameter _weights;
    private readonly Parameter _recurrent;
    private readonly Parameter _bias;
    private readonly DenseGradient _weightsGradient;
    private readonly DenseGradient _recurrentGradient;
    private readonly DenseGradient _biasGradient;
    private readonly Direction[] _directions;
    private readonly int _hidden;
    private readonly Matrix _output = new();
    private readonly Matrix _operands = new();
    private readonly Matrix _gradient = new();
    private readonly Matrix _cellGradient = new();
    private readonly Matrix _inputGradient = new();

    public Lstm(string name, int inputSize, int hiddenSize, bool bidirectional, ParameterSource source)
    {
        var directions = bidirectional ? 2 : 1;
        var rows = checked(directions * 4 * hiddenSize);
        var limit = 1 / Math.Sqrt(hiddenSize);
        InputSize = inputSize;
        _hidden = hiddenSize;
        _weights = source($"{name}.weights", rows, inputSize, (w, random) => random.Uniform(w, limit));
        _recurrent = source($"{name}.recurrent", rows, hiddenSize, (r, random) => random.Uniform(r, limit));
        _bias = source($"{name}.bias", directions, 4 * hiddenSize, (b, _) => StartBias(b, hiddenSize));
        _weightsGradient = AddDense(_weights);
        _recurrentGradient = AddDense(_recurrent);
        _biasGradient = AddDense(_bias);
        _directions = [.. Enumerable.Range(0, directions).Select(d => new Direction(inputSize, hiddenSize, d == 1))];
    }

    public override int InputSize { get; }

    public override int OutputSize => _directions.Length * _hidden;

    private int Gates => 4 * _hidden;

    public override void Prepare()
    {
        for (var d = 0; d < _directions.Length; d++)
        {
            _directions[d].Weights.Pack(true, WeightsOf(d), InputSize);
            _directions[d].Recurrent.Pack(true, RecurrentOf(d), _hidden);
            _directions[d].Stale = true;
        }
    }

    public override Matrix Forward(PackedBatch batch, Matrix input)
    {
        _output.Resize(batch.Total, OutputSize);
        for (var d = 0; d < _directions.Length; d++)
        {
            Forward(batch, input, d);
        }

        return _output;
    }

    public override Matrix? Backward(PackedBatch batch, Matrix input, Matrix outputGradient, bool needsInputGradient)
    {
        if (needsInputGradient)
        {
            _inputGradient.Resize(batch.Total, InputSize);
        }

        for (var d = 0; d < _directions.Length; d++)
        {
            BackThroughTime(batch, outputGradient, d, needsInputGradient);
            ParameterGradients(batch, input, d);
        }

        return needsInputGradient ? _inputGradient : null;
    }

    public override GraphStates Describe(IGraph graph, GraphValue input, GraphValue lengths)
    {
        var directions = _directions.Length;
        var bias = new float[directions * 2 * Gates];
        for (var d = 0; d < directions; d++)
        {
            // ONNX adds two biases, one for W and one for R; the second stays zero.
            _bias.Values.Slice(d * Gates, Gates).CopyTo(bias.AsSpan(d * 2 * Gates));
        }

        var outputs = graph.Operator(
            "LSTM",
            [
                input,
                graph.Constant("weights", _weights.Values, directions, Gates, InputSize),
                graph.Constant("recurrent", _recurrent.Values, directions, Gates, _hidden),
                graph.Constant("bias", bias, directions, 2 * Gates),
                lengths,
            ],
            2,
            string.Empty,
            new GraphAttribute("hidden_size", (long)_hidden),
            new GraphAttribute("direction", directions == 2 ? "bidirectional" : "forward"));

        // Y [T, dirs, N, H] to [T, N, dirs H]; Y_h [dirs, N, H] to [N, dirs H]
        return new GraphStates(
            graph.Reshape(graph.Transpose(outputs[0], 0, 2, 1, 3), 0, 0, OutputSize),
            graph.Reshape(graph.Transpose(outputs[1], 1, 0, 2), 0, OutputSize));
    }

    private void Forward(PackedBatch batch, Matrix input, int d)
    {
        var direction = _directions[d];
        var gates = direction.Gates.Resize(batch.Total, Gates);
        var cells = direction.Cells.Resize(batch.Total, _hidden);
        var tanhCells = direction.TanhCells.Resize(batch.Total, _hidden);
        for (var first = 0; first < batch.Steps;)
        {
            var steps = StepBlock.From(batch, first, direction.Reverse);
            MatrixRows.Fill(steps.Rows, Gates, gates.From(steps.At), Gates, BiasOf(d));
            MatrixProduct.Multiply(
                steps.Rows, input.From(steps.At), InputSize, direction.Weights, gates.From(steps.At), Gates, true);
            for (var s = steps.First; s < steps.End; s++)
            {
                Forward(direction.Step(batch, s), direction, d);
            }

            first = steps.End;
        }
    }

    private void Forward(RecurrentStep step, Direction direction, int d)
    {
        var (gates, cells, tanhCells) = (direction.Gates, direction.Cells, direction.TanhCells);
        if (step.Carried > 0)
        {
            MatrixProduct.Multiply(
                step.Carried, Column(_output, step.Previous, d), OutputSize, direction.Recurrent, gates.From(step.At), Gates, true);
            LstmGates.Forward(
                step.Carried, _hidden, gates.From(step.At), cells.From(step.Previous), cells.From(step.At),
                tanhCells.From(step.At), Column(_output, step.At, d), OutputSize);
        }

        if (step.Rows > step.Carried)
        {
            var at = step.At + step.Carried;
            LstmGates.Forward(
                step.Rows - step.Carried, _hidden, gates.From(at), default, cells.From(at), tanhCells.From(at),
                Column(_output, at, d), OutputSize);
        }
    }

    /// <summary>Turns the activated gates into the gradients of the pre-activations, last step first, and these into the input's.</summary>
    private void BackThroughTime(PackedBatch batch, Matrix outputGradient, int d, bool needsInputGradient)
    {
        var direction = _directions[d];
        _cellGradient.Resize(batch.Rows, _hidden).Span.Clear();
        direction.PackForBackward(WeightsOf(d), RecurrentOf(d));
        for (var end = batch.Steps; end > 0;)
        {
            var steps = StepBlock.Until(batch, end, direction.Reverse);
            for (var s = steps.End - 1; s >= steps.First; s--)
            {
                Backward(direction.Step(batch, s), direction, outputGradient, d);
            }

            if (needsInputGradient)
            {
                MatrixProduct.Multiply(
                    steps.Rows, direction.Gates.From(steps.At), Gates, direction.WeightsBack, _inputGradient.From(steps.At), InputSize,
                    accumulate: d > 0);
            }

            end = steps.First;
        }
    }

    private void Backward(RecurrentStep step, Direction direction, Matrix outputGradient, int d)
    {
        var gates = direction.Gates;
        if (step.Rows > step.Carried)
        {
            var at = step.At + step.Carried;
            LstmGates.Backward(
                step.Rows - step.Carried, _hidden, gates.From(at), default, direction.TanhCells.From(at),
                Column(outputGradient, at, d), OutputSize, _cellGradient.From(step.Carried));
        }

        if (step.Carried > 0)
        {
            LstmGates.Backward(
                step.Carried, _hidden, gates.From(step.At), direction.Cells.From(step.Previous), direction.TanhCells.From(step.At),
                Column(outputGradient, step.At, d), OutputSize, _cellGradient.Span);
            MatrixProduct.Multiply(
                step.Carried, gates.From(step.At), Gates, direction.RecurrentBack, Column(outputGradient, step.Previous, d),
                OutputSize, true);
        }
    }

    /// <summary>
    /// The gradients of W, R and b in one product, the sum over positions of [x[t], h[t-1], 1]-transposed da[t], so that da,
    /// by far the largest matrix here, is read once.
    /// </summary>
    private void ParameterGradients(PackedBatch batch, Matrix input, int d)
    {
        var direction = _directions[d];
        var width = InputSize + _hidden + 1;
        var operands = _operands.Resize(batch.Total, width);
        for (var s = 0; s < batch.Steps; s++)
        {
            var step = direction.Step(batch, s);
            for (var r = 0; r < step.Rows; r++)
            {
                var row = operands.Row(step.At + r);
                input.Row(step.At + r).CopyTo(row);
                var previous = row.Slice(InputSize, _hidden);
                if (r < step.Carried)
                {
                    Column(_output, step.Previous + r, d)[.._hidden].CopyTo(previous);
                }
                else
                {
                    previous.Clear();
                }

                row[^1] = 1;
            }
        }

        var gradient = _gradient.Resize(width, Gates);
        MatrixProduct.Multiply(
            true, false, width, Gates, batch.Total, operands.Span, width, direction.Gates.Span, Gates, gradient.Span, Gates, false);
        MatrixRows.Transpose(InputSize, Gates, gradient.Span, _weightsGradient.Values[(d * Gates * InputSize)..]);
        MatrixRows.Transpose(_hidden, Gates, gradient.From(InputSize), _recurrentGradient.Values[(d * Gates * _hidden)..]);
        gradient.Row(width - 1).CopyTo(_biasGradient.Values[(d * Gates)..]);
    }

    /// <summary>Row <paramref name="row"/> of [Total, dirs H], from direction <paramref name="d"/>'s column on.</summary>
    private Span<float> Column(Matrix matrix, int row, int d) => matrix.From(row)[(d * _hidden)..];

    private Span<float> WeightsOf(int d) => _weights.Values.Slice(d * Gates * InputSize, Gates * InputSize);

    private Span<float> RecurrentOf(int d) => _recurrent.Values.Slice(d * Gates * _hidden, Gates * _hidden);

    private Span<float> BiasOf(int d) => _bias.Values.Slice(d * Gates, Gates);

    private static void StartBias(Span<float> bias, int hidden)
    {
        bias.Clear();
        for (var d = 0; d < bias.Length; d += 4 * hidden)
        {
            bias.Slice(d + (2 * hidden), hidden).Fill(1);
        }
    }

    /// <summary>One direction's activations, kept for the way back.</summary>
    private sealed class Direction(int input, int hidden, bool reverse)
    {
        private PackedMatrix? _weightsBack;
        private PackedMatrix? _recurrentBack;

        public bool Reverse => reverse;

        public Matrix Gates { get; } = new();

        public Matrix Cells { get; } = new();

        public Matrix TanhCells { get; } = new();

        /// <summary>W-transposed [I, 4H].</summary>
        public PackedMatrix Weights { get; } = new(input, 4 * hidden);

        /// <summary>R-transposed [H, 4H].</summary>
        public PackedMatrix Recurrent { get; } = new(hidden, 4 * hidden);

        /// <summary>W [4H, I], for the way back.</summary>
        public PackedMatrix WeightsBack => _weightsBack ??= new(4 * hidden, input);

        /// <summary>R [4H, H], for the way back.</summary>
        public PackedMatrix RecurrentBack => _recurrentBack ??= new(4 * hidden, hidden);

        /// <summary>Whether the parameters have changed since they were packed for the way back.</summary>
        public bool Stale { get; set; } = true;

        public void PackForBackward(ReadOnlySpan<float> weights, ReadOnlySpan<float> recurrent)
        {
            if (Stale)
            {
                WeightsBack.Pack(false, weights, input);
                RecurrentBack.Pack(false, recurrent, hidden);
                Stale = false;
            }
        }

        /// <summary>The <paramref name="s"/>-th step that this direction takes.</summary>
        public RecurrentStep Step(PackedBatch batch, int s) => RecurrentStep.Of(batch, s, reverse);
    }
}
