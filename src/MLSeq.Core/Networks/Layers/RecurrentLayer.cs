using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>
/// A layer that turns a vector per position into a state per position, by a <see cref="Cell"/> in one or both directions. The
/// second one reads from each sequence's last step to its first, and its states follow the forward ones in the output.
/// </summary>
internal sealed class RecurrentLayer : Layer
{
    private readonly Cell[] _cells;
    private readonly Matrix _output = new();
    private readonly Matrix _inputGradient = new();

    /// <param name="cell">The cell.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="inputSize">The length of a position's input.</param>
    /// <param name="hiddenSize">The length of one direction's state.</param>
    /// <param name="bidirectional">Whether there are two directions.</param>
    /// <param name="source">Gives the parameters.</param>
    public RecurrentLayer(RecurrentCell cell, string name, int inputSize, int hiddenSize, bool bidirectional, ParameterSource source)
    {
        var parameters = new CellParameters(name, inputSize, hiddenSize, bidirectional ? 2 : 1, source, AddDense);
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        _cells = [.. Enumerable.Range(0, bidirectional ? 2 : 1).Select(direction => Make(cell, parameters, direction))];
    }

    /// <summary>The length of a position's input.</summary>
    public int InputSize { get; }

    /// <summary>The length of one direction's state.</summary>
    public int HiddenSize { get; }

    /// <summary>The length of a position's output.</summary>
    public int OutputSize => _cells.Length * HiddenSize;

    /// <summary>The layer of <paramref name="options"/>' cell.</summary>
    public static RecurrentLayer Create(SequenceNetworkOptions options, string name, int inputSize, ParameterSource source) =>
        new(options.Cell, name, inputSize, options.HiddenSize, options.Bidirectional, source);

    public override void Prepare()
    {
        foreach (var cell in _cells)
        {
            cell.Prepare();
        }
    }

    /// <summary>The states [Total, OutputSize] of <paramref name="input"/>.</summary>
    /// <param name="batch">How the sequences lie.</param>
    /// <param name="input">The vectors.</param>
    /// <param name="state">Where each row starts, and afterwards where it ended; null to start from zero. Not for two directions.</param>
    /// <exception cref="ArgumentException">There is a state for two directions, or not one for each row.</exception>
    public Matrix Forward(PackedBatch batch, RecurrentInput input, RecurrentState? state = null)
    {
        CheckState(batch, state, nameof(state));
        _output.Resize(batch.Total, OutputSize);
        foreach (var cell in _cells)
        {
            cell.Forward(batch, input, _output, state);
        }

        return _output;
    }

    /// <summary>
    /// Makes room for the states [Total, OutputSize] of a batch whose input is there only step by step, in a layer of one direction. After
    /// <see cref="Forward(PackedBatch, RecurrentInput, int, int)"/> of its steps comes <see cref="EndForward"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one state for each row.</exception>
    public Matrix BeginForward(PackedBatch batch, RecurrentState? state)
    {
        CheckState(batch, state, nameof(state));
        _output.Resize(batch.Total, OutputSize);
        _cells[0].BeginForward(batch, _output, state);
        return _output;
    }

    /// <summary>The states of the steps from <paramref name="first"/> to <paramref name="end"/>.</summary>
    public void Forward(PackedBatch batch, RecurrentInput input, int first, int end) => _cells[0].Forward(batch, input, first, end);

    /// <summary>Tells where the batch ended.</summary>
    public void EndForward(PackedBatch batch, RecurrentState? state) => _cells[0].EndForward(batch, state);

    /// <summary>
    /// From dL/doutput [Total, OutputSize], which is changed, to the parameters' gradients and, unless
    /// <paramref name="needsInputGradient"/> is false, to that of the input's vectors [V, InputSize]. Follows a Forward of the same batch, once.
    /// </summary>
    /// <param name="batch">How the sequences lie.</param>
    /// <param name="input">The vectors that went forward.</param>
    /// <param name="outputGradient">dL/doutput.</param>
    /// <param name="needsInputGradient">Whether dL/dinput is wanted.</param>
    /// <param name="stateGradient">dL/d(end state), and afterwards dL/d(start state), for a batch that went forward from a state.</param>
    /// <exception cref="ArgumentException">There is a state for two directions, or not one for each row.</exception>
    public Matrix? Backward(
        PackedBatch batch, RecurrentInput input, Matrix outputGradient, bool needsInputGradient, RecurrentState? stateGradient = null)
    {
        CheckState(batch, stateGradient, nameof(stateGradient));
        var inputGradient = needsInputGradient ? _inputGradient.Resize(input.Vectors.Rows, InputSize) : null;
        foreach (var cell in _cells)
        {
            cell.Backward(batch, input, outputGradient, inputGradient, stateGradient);
        }

        return inputGradient;
    }

    /// <summary>
    /// Makes room for dL/dinput [Total, InputSize] of a batch that goes back step by step. After <see cref="Backward(PackedBatch, RecurrentInput, int, int)"/> of
    /// its steps, the last one first, comes <see cref="EndBackward"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one state for each row.</exception>
    public Matrix BeginBackward(PackedBatch batch, Matrix outputGradient, RecurrentState? stateGradient)
    {
        CheckState(batch, stateGradient, nameof(stateGradient));
        _cells[0].BeginBackward(batch, outputGradient, stateGradient);
        return _inputGradient.Resize(batch.Total, InputSize);
    }

    /// <summary>
    /// Back through the steps from <paramref name="end"/>, exclusive, to <paramref name="first"/>: what later steps add to dL/doutput is added to
    /// its rows, whose other parts must be there.
    /// </summary>
    public void Backward(PackedBatch batch, RecurrentInput input, int first, int end) => _cells[0].Backward(batch, input, _inputGradient, first, end);

    /// <summary>The parameters' gradients, and dL/d(start state) in the place of dL/d(end state).</summary>
    public void EndBackward(PackedBatch batch, RecurrentInput input, RecurrentState? stateGradient) => _cells[0].EndBackward(batch, input, stateGradient);

    /// <summary>Adds the layer to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The vectors [T, N, InputSize].</param>
    /// <param name="lengths">The sequences' lengths [N] (int32).</param>
    /// <param name="initial">Where the sequences start; null for zero. Not for two directions.</param>
    public GraphStates Describe(IGraph graph, GraphValue input, GraphValue lengths, GraphRecurrentState? initial = null)
    {
        var cells = _cells.Select(c => c.Describe()).ToArray();
        var (first, directions) = (cells[0], cells.Length);
        var gates = first.Bias.Length / (2 * HiddenSize);
        GraphValue Constant(string name, Func<CellGraph, float[]> values, params ReadOnlySpan<long> shape) =>
            graph.Constant(name, cells.SelectMany(values).ToArray(), [directions, .. shape]);
        GraphValue Start(GraphValue? state) => state is { Name.Length: > 0 } value ? graph.Unsqueeze(value, 0) : GraphValue.None;

        var isLstm = first.Operator == "LSTM";
        List<GraphValue> inputs =
        [
            input,
            Constant("weights", c => c.Weights, gates * HiddenSize, InputSize),
            Constant("recurrent", c => c.Recurrent, gates * HiddenSize, HiddenSize),
            Constant("bias", c => c.Bias, 2 * gates * HiddenSize),
            lengths,
        ];
        if (initial is not null || first.Peepholes.Length > 0)
        {
            inputs.Add(Start(initial?.Hidden));
        }

        if (isLstm && inputs.Count > 5)
        {
            inputs.Add(Start(initial?.Cell));
        }

        if (first.Peepholes.Length > 0)
        {
            inputs.Add(Constant("peepholes", c => c.Peepholes, 3 * HiddenSize));
        }

        List<GraphAttribute> attributes =
        [
            new("hidden_size", (long)HiddenSize),
            new("direction", directions == 2 ? "bidirectional" : "forward"),
            .. first.Attributes,
        ];
        if (first.Activation is not null)
        {
            attributes.Add(new("activations", Enumerable.Repeat(first.Activation, directions).ToArray()));
        }

        var outputs = graph.Operator(first.Operator, inputs.ToArray(), isLstm ? 3 : 2, string.Empty, attributes.ToArray());

        // Y [T, dirs, N, H] to [T, N, dirs H]; Y_h and Y_c [dirs, N, H] to [N, dirs H]
        GraphValue End(GraphValue state) => graph.Reshape(graph.Transpose(state, 1, 0, 2), 0, OutputSize);
        return new GraphStates(
            graph.Reshape(graph.Transpose(outputs[0], 0, 2, 1, 3), 0, 0, OutputSize),
            End(outputs[1]),
            isLstm ? End(outputs[2]) : GraphValue.None);
    }

    private static Cell Make(RecurrentCell cell, CellParameters parameters, int direction) => cell switch
    {
        RecurrentCell.Lstm => new Lstm(parameters, direction),
        RecurrentCell.LstmPeephole => new LstmPeephole(parameters, direction),
        RecurrentCell.Gru => new Gru(parameters, direction),
        RecurrentCell.GruResetBefore => new GruResetBefore(parameters, direction),
        RecurrentCell.GruSimple => new GruSimple(parameters, direction),
        RecurrentCell.Rnn => new Rnn(parameters, direction, rectifier: false),
        RecurrentCell.RnnRelu => new Rnn(parameters, direction, rectifier: true),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, "There is no such cell."),
    };

    private void CheckState(PackedBatch batch, RecurrentState? state, string name)
    {
        if (state is null)
        {
            return;
        }

        if (_cells.Length == 2)
        {
            throw new ArgumentException("A bidirectional layer reads a sequence whole, so it cannot go on from a state.", name);
        }

        if (state.Rows != batch.Rows)
        {
            throw new ArgumentException($"There are {state.Rows} states for a batch of {batch.Rows} rows.", name);
        }
    }
}
