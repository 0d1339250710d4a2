using MLSeq.Numerics;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A recurrent cell reading a batch in one direction. This class does what all cells share, over G gates (or candidates) of
/// H units: the pre-activations' part that comes from the input, a = x Wᵀ + b with x [Total, I], W [G H, I], b [G H], by
/// blocks of steps so that they are still in the cache when the steps use them; then step after step, and back. A derived
/// class does the step itself, with R [G H, H].
/// <para>
/// Going back, with da the gradient of the pre-activations: dW = sum of da[t] x[t]-transposed, db = sum of da[t], dx[t] =
/// W-transposed da[t], and dR = sum of da[t] h[t-1]-transposed unless the cell uses R in another way.
/// </para>
/// W and R start uniform in ±1/sqrt(H), b at 0 unless the cell says otherwise.
/// </summary>
internal abstract class Cell
{
    private readonly int _column;
    private readonly List<PackedWeights> _packed = [];
    private readonly InputProjection _input;
    private readonly Matrix _start = new();
    private readonly Matrix _operands = new();
    private readonly Matrix _gradient = new();
    private Matrix _output = null!;
    private Matrix _outputGradient = null!;
    private RecurrentState? _startGradient;

    protected Cell(CellParameters parameters, int direction, int gates, ParameterInitializer? startBias = null)
    {
        var limit = 1 / Math.Sqrt(parameters.HiddenSize);
        InputSize = parameters.InputSize;
        HiddenSize = parameters.HiddenSize;
        Width = checked(gates * HiddenSize);
        IsReverse = direction == 1;
        _column = direction * HiddenSize;
        Weights = parameters.Part(direction, "weights", Width, InputSize, (w, random) => random.Uniform(w, limit));
        Recurrent = parameters.Part(direction, "recurrent", Width, HiddenSize, (r, random) => random.Uniform(r, limit));
        Bias = parameters.Part(direction, "bias", 1, Width, startBias ?? ((b, _) => b.Clear()));
        _input = new InputProjection(Weights, Bias, Pack(Weights), IsReverse);
    }

    /// <summary>H.</summary>
    public int HiddenSize { get; }

    /// <summary>Whether the cell reads from each sequence's last step to its first.</summary>
    public bool IsReverse { get; }

    protected int InputSize { get; }

    /// <summary>G H.</summary>
    protected int Width { get; }

    protected ParameterPart Weights { get; }

    protected ParameterPart Recurrent { get; }

    protected ParameterPart Bias { get; }

    /// <summary>[Total, G H]: the pre-activations; once a step is done, what its way back needs; then their gradients.</summary>
    protected Matrix Gates { get; } = new();

    /// <summary>The distance between the rows of states.</summary>
    protected int StateStride => _output.Columns;

    /// <summary>Reads the parameters' present values.</summary>
    public void Prepare()
    {
        foreach (var weights in _packed)
        {
            weights.Prepare();
        }
    }

    /// <summary>The states of <paramref name="input"/>, into this direction's columns of <paramref name="output"/>.</summary>
    public void Forward(PackedBatch batch, RecurrentInput input, Matrix output, RecurrentState? state)
    {
        BeginForward(batch, output, state);
        _input.Start(input);
        Forward(batch, input, 0, batch.Steps);
        EndForward(batch, state);
    }

    /// <summary>Makes room for the states of a batch, to go forward through its steps in one or several parts.</summary>
    public void BeginForward(PackedBatch batch, Matrix output, RecurrentState? state)
    {
        _output = output;
        Gates.Resize(batch.Total, Width);
        Start(batch, state);
    }

    /// <summary>The states of the steps from <paramref name="first"/> to <paramref name="end"/>, in the order in which the direction takes them.</summary>
    public void Forward(PackedBatch batch, RecurrentInput input, int first, int end)
    {
        while (first < end)
        {
            var block = StepBlock.From(batch, first, end, IsReverse);
            _input.Forward(input, block, Gates);
            for (var s = block.First; s < block.End; s++)
            {
                var step = RecurrentStep.Of(batch, s, IsReverse);
                if (step.Carried > 0)
                {
                    Forward(new CellRows(step.At, 0, step.Carried, step.Previous));
                }

                if (step.Rows > step.Carried)
                {
                    Forward(Joining(batch, step, _start.Rows > 0));
                }
            }

            first = block.End;
        }
    }

    /// <summary>Tells where the batch ended, after its last step.</summary>
    public void EndForward(PackedBatch batch, RecurrentState? state)
    {
        if (state is not null)
        {
            End(batch, state);
        }
    }

    /// <summary>
    /// From dL/doutput, which is changed, to the parameters' gradients and, if there is one, <paramref name="inputGradient"/>
    /// [as many as the input has vectors, I], which is added to in the second direction. Follows a Forward of the same batch, once.
    /// </summary>
    public void Backward(PackedBatch batch, RecurrentInput input, Matrix outputGradient, Matrix? inputGradient, RecurrentState? stateGradient)
    {
        BeginBackward(batch, outputGradient, stateGradient);
        _input.StartBackward(input);
        Backward(batch, input, inputGradient, 0, batch.Steps);
        EndBackward(batch, input, stateGradient);
        _input.EndBackward(input, inputGradient);
    }

    /// <summary>Makes ready to go back through a batch's steps in one or several parts, from the last one on.</summary>
    public void BeginBackward(PackedBatch batch, Matrix outputGradient, RecurrentState? stateGradient)
    {
        _outputGradient = outputGradient;
        _startGradient = stateGradient;
        StartBackward(batch, stateGradient);
    }

    /// <summary>
    /// Back through the steps from <paramref name="end"/>, exclusive, to <paramref name="first"/>. The rows of dL/doutput of these steps must
    /// be all but what comes back from later ones, which is added to them.
    /// </summary>
    public void Backward(PackedBatch batch, RecurrentInput input, Matrix? inputGradient, int first, int end)
    {
        while (end > first)
        {
            var block = StepBlock.Until(batch, end, first, IsReverse);
            for (var s = block.End - 1; s >= block.First; s--)
            {
                var step = RecurrentStep.Of(batch, s, IsReverse);
                if (step.Rows > step.Carried)
                {
                    Backward(Joining(batch, step, _start.Rows > 0));
                }

                if (step.Carried > 0)
                {
                    Backward(new CellRows(step.At, 0, step.Carried, step.Previous));
                }
            }

            _input.Backward(input, block, Gates, inputGradient);
            end = block.First;
        }
    }

    /// <summary>The parameters' gradients, after the first step's way back.</summary>
    public void EndBackward(PackedBatch batch, RecurrentInput input, RecurrentState? stateGradient)
    {
        EndBackward(stateGradient);
        ParameterGradients(FillOperands(batch, input));
    }

    /// <summary>The cell in a graph.</summary>
    public abstract CellGraph Describe();

    /// <summary>Weights that are packed anew before each batch.</summary>
    protected PackedWeights Pack(ParameterPart weights)
    {
        var packed = new PackedWeights(weights);
        _packed.Add(packed);
        return packed;
    }

    /// <summary>One step: from the input's part of the pre-activations and the states before to the states.</summary>
    protected abstract void Forward(CellRows rows);

    /// <summary>
    /// One step back: from all of dL/dh[t] to the gradients of the pre-activations and, added, to dL/dh[t-1].
    /// </summary>
    protected abstract void Backward(CellRows rows);

    /// <summary>Makes room for a batch that starts from <paramref name="state"/>, or from zero.</summary>
    protected virtual void Start(PackedBatch batch, RecurrentState? state)
    {
        _start.Resize(state?.Rows ?? 0, HiddenSize);
        state?.Hidden.Span.CopyTo(_start.Span);
    }

    /// <summary>Tells where the batch ended.</summary>
    protected virtual void End(PackedBatch batch, RecurrentState state)
    {
        for (var r = 0; r < batch.Rows; r++)
        {
            _output.Row(LastPooling.LastPosition(batch, r)).CopyTo(state.Hidden.Row(r));
        }
    }

    /// <summary>Takes over dL/d(end state) in <paramref name="stateGradient"/>, which then counts dL/d(start state).</summary>
    protected virtual void StartBackward(PackedBatch batch, RecurrentState? stateGradient)
    {
        for (var r = 0; stateGradient is not null && r < batch.Rows; r++)
        {
            Vectors.Add(stateGradient.Hidden.Row(r), _outputGradient.Row(LastPooling.LastPosition(batch, r)));
        }

        stateGradient?.Hidden.Span.Clear();
    }

    /// <summary>After the first step's way back.</summary>
    protected virtual void EndBackward(RecurrentState? stateGradient)
    {
    }

    /// <summary>
    /// The gradients of W, b and R from [x[t], 1, h[t-1]] [Total, I + 1 + H]: here from all of da in one product, since da is by far
    /// the largest matrix. Where positions share vectors, x[t] and the gradient of W are left out.
    /// </summary>
    protected virtual void ParameterGradients(Matrix operands) => ParameterGradients(operands, 0, operands.Columns, Gates, 0, 0, Width);

    /// <summary>
    /// The gradients of some columns of [W, b, R], those of operands from <paramref name="first"/> to <paramref name="end"/>, in the
    /// rows <paramref name="row"/> to row + <paramref name="count"/>, which are columns of <paramref name="gates"/> from
    /// <paramref name="column"/> on.
    /// </summary>
    protected void ParameterGradients(Matrix operands, int first, int end, Matrix gates, int column, int row, int count)
    {
        var width = end - first;
        _gradient.Resize(width, count);
        MatrixProduct.Multiply(
            true, false, width, count, operands.Rows, operands.Span[first..], operands.Columns, gates.Span[column..], gates.Columns,
            _gradient.Span, count, false);
        var states = StateColumn(operands);
        if (first == 0)
        {
            MatrixRows.Transpose(states - 1, count, _gradient.Span, Weights.Gradient[(row * InputSize)..]);
            _gradient.Row(states - 1).CopyTo(Bias.Gradient[row..]);
        }

        if (end > states)
        {
            MatrixRows.Transpose(HiddenSize, count, _gradient.From(states - first), Recurrent.Gradient[(row * HiddenSize)..]);
        }
    }

    /// <summary>Where h[t-1] starts in the rows of operands.</summary>
    protected int StateColumn(Matrix operands) => operands.Columns - HiddenSize;

    /// <summary>b as ONNX has it: one bias for W, and one for R that stays zero.</summary>
    protected float[] GraphBias() => [.. Bias.Values, .. new float[Width]];

    /// <summary>h[t] of rows [Count, H], <see cref="StateStride"/> apart.</summary>
    protected Span<float> Hidden(CellRows rows) => _output.From(rows.At)[_column..];

    /// <summary>h[t-1] of rows [Count, H]; empty for zero.</summary>
    protected ReadOnlySpan<float> PreviousHidden(CellRows rows) =>
        rows.IsStart ? default : rows.Previous < _output.Rows ? _output.From(rows.Previous)[_column..] : _start.From(rows.Previous - _output.Rows);

    /// <summary>dL/dh[t] of rows [Count, H].</summary>
    protected Span<float> HiddenGradient(CellRows rows) => _outputGradient.From(rows.At)[_column..];

    /// <summary>Where dL/dh[t-1] of rows is added up [Count, H]; empty where nobody asks for it.</summary>
    protected Span<float> PreviousHiddenGradient(CellRows rows) =>
        rows.IsStart ? default
        : rows.Previous < _output.Rows ? _outputGradient.From(rows.Previous)[_column..]
        : _startGradient is null ? default : _startGradient.Hidden.From(rows.Previous - _output.Rows);

    /// <summary>A row [H] of states or their gradients; empty where they are.</summary>
    protected Span<float> StateRow(Span<float> states, int row) =>
        states.IsEmpty ? states : states.Slice(row * StateStride, HiddenSize);

    /// <inheritdoc cref="StateRow(Span{float}, int)"/>
    protected ReadOnlySpan<float> StateRow(ReadOnlySpan<float> states, int row) =>
        states.IsEmpty ? states : states.Slice(row * StateStride, HiddenSize);

    private static CellRows Joining(PackedBatch batch, RecurrentStep step, bool hasState) =>
        new(step.At + step.Carried, step.Carried, step.Rows - step.Carried, hasState ? batch.Total : -1);

    private Matrix FillOperands(PackedBatch batch, RecurrentInput input)
    {
        _operands.Resize(batch.Total, (input.IsShared ? 0 : InputSize) + 1 + HiddenSize);
        for (var s = 0; s < batch.Steps; s++)
        {
            var step = RecurrentStep.Of(batch, s, IsReverse);
            FillOperands(new CellRows(step.At, 0, step.Carried, step.Previous), input);
            FillOperands(Joining(batch, step, _start.Rows > 0), input);
        }

        return _operands;
    }

    private void FillOperands(CellRows rows, RecurrentInput input)
    {
        var previous = rows.Count > 0 ? PreviousHidden(rows) : default;
        var states = StateColumn(_operands);
        for (var r = 0; r < rows.Count; r++)
        {
            var row = _operands.Row(rows.At + r);
            if (!input.IsShared)
            {
                input.Vectors.Row(rows.At + r).CopyTo(row);
            }

            row[states - 1] = 1;
            var hidden = row[states..];
            if (previous.IsEmpty)
            {
                hidden.Clear();
            }
            else
            {
                previous.Slice(r * StateStride, HiddenSize).CopyTo(hidden);
            }
        }
    }
}
