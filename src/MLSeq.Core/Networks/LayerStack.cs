using MLSeq.Graphs;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks;

/// <summary>
/// The layers of a <see cref="SequenceNetwork"/> in order: embedding (over ids), recurrent layers, dense layers at each step, pooling,
/// head; with dropout on the input vectors, between recurrent layers and before the head. One for each thread.
/// </summary>
internal sealed class LayerStack
{
    public const string EmbeddingTable = "embedding.table";

    private readonly float _wordDropout;
    private readonly bool _eachStep;
    private readonly bool _hasFrames;
    private readonly bool _poolsLast;
    private readonly Embedding? _embedding;
    private readonly CharacterInput? _characters;
    private readonly RecurrentLayer[] _recurrent;
    private readonly StateSource[] _stateSources;
    private readonly StackState _start;
    private readonly StackState _startGradient;
    private readonly int _hiddenSize;
    private readonly HiddenDense[] _dense;
    private readonly Dropout[] _dropouts;
    private readonly Pooling? _pooling;
    private readonly Dropout _outputDropout;
    private readonly Head _head;
    private readonly Matrix[] _inputs;
    private readonly Matrix[] _denseInputs;
    private Matrix? _states;

    public LayerStack(SequenceNetworkOptions options, ParameterSource source)
    {
        _wordDropout = options.WordDropout;
        _eachStep = options.Pooling == SequencePooling.None;
        _hasFrames = options.FrameSize > 0;
        _poolsLast = options.Pooling == SequencePooling.Last;
        _embedding = options.VocabularySize > 0 && options.EmbeddingSize > 0
            ? new Embedding(EmbeddingTable, options.VocabularySize, options.EmbeddingSize, source, options.TieEmbeddings)
            : null;
        var encoder = CharacterEncoder.Create(options, source);
        _characters = encoder is null ? null : new CharacterInput(encoder);
        _recurrent = new RecurrentLayer[options.Layers];
        _dropouts = new Dropout[options.Layers];
        _inputs = new Matrix[options.Layers];
        var size = options.InputSize;
        for (var i = 0; i < options.Layers; i++)
        {
            _dropouts[i] = new Dropout(options.Dropout, options.LockedDropout);
            _recurrent[i] = RecurrentLayer.Create(options, $"{options.Cell.ToString().ToLowerInvariant()}{i + 1}", size, source);
            size = _recurrent[i].OutputSize;
        }

        _hiddenSize = options.HiddenSize;
        _start = NewState();
        _startGradient = NewState();
        var hasCell = options.Cell is RecurrentCell.Lstm or RecurrentCell.LstmPeephole;
        _stateSources = options.StateSize == 0
            ? []
            : [.. Enumerable.Range(1, options.Layers).Select(i => new StateSource($"start{i}", options.StateSize, options.HiddenSize, hasCell, source))];
        var stateSize = size;
        _dense = new HiddenDense[options.DenseLayers];
        _denseInputs = new Matrix[options.DenseLayers];
        for (var i = 0; i < options.DenseLayers; i++)
        {
            _dense[i] = new HiddenDense($"dense{i + 1}", size, options.HiddenSize, source);
            size = options.HiddenSize;
        }

        _pooling = _eachStep ? null : Pooling.Create(options.Pooling, "pooling", _poolsLast ? stateSize : size, options.Bidirectional, source);
        _outputDropout = new Dropout(options.Dropout, options.LockedDropout);
        _head = Head.Create(options, size, source, _embedding);
        Layers =
        [
            .. _embedding is null ? [] : new Layer[] { _embedding }, .. encoder?.Layers ?? [], .. _recurrent, .. _stateSources.Select(s => s.Layer), .. _dense.Select(d => d.Layer),
            .. _pooling is null ? [] : new Layer[] { _pooling }, .. _head.Layers,
        ];
    }

    /// <summary>The layers with parameters.</summary>
    public Layer[] Layers { get; }

    /// <summary>Takes over the parameters' present values, before a batch.</summary>
    public void Prepare()
    {
        foreach (var layer in Layers)
        {
            layer.Prepare();
        }
    }

    /// <summary>Told the gradients of the recurrent layers' states as they go back; null where nobody asks.</summary>
    public StateGradients? StateGradients { get; set; }

    /// <summary>The number of recurrent layers.</summary>
    public int RecurrentLayers => _recurrent.Length;

    /// <summary>A state for batches to go on from, see <see cref="StackState"/>.</summary>
    public StackState NewState() => new(_recurrent.Length, _hiddenSize);

    /// <summary>The raw outputs [Answers, OutputSize] of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="state">Where each row starts, and afterwards where it ended; null to start from zero, or from the batch's features.</param>
    public Matrix Forward(PackedBatch batch, StackState? state = null) => _head.Forward(batch, States(batch, null, state));

    /// <summary>What scoring gives [Answers, OutputSize] for a batch; for <paramref name="state"/> see <see cref="Forward"/>.</summary>
    public Matrix Score(PackedBatch batch, StackState? state = null)
    {
        var outputs = Forward(batch, state);
        _head.Activate(batch, outputs);
        return outputs;
    }

    /// <summary>As the other, and the class that each answer gives [Answers].</summary>
    public Matrix Score(PackedBatch batch, Span<int> classes)
    {
        var outputs = Forward(batch);
        _head.Decode(batch, outputs, classes);
        _head.Activate(batch, outputs);
        return outputs;
    }

    /// <summary>
    /// The sum of weighted losses, with dropout drawn from <paramref name="random"/>; the layers' gradients become those of <paramref name="scale"/>
    /// times it, none of which goes back beyond <paramref name="state"/> (see <see cref="Forward"/>).
    /// </summary>
    public double Differentiate(PackedBatch batch, float scale, SeededRandom? random, StackState? state = null)
    {
        var loss = _head.Differentiate(batch, States(batch, random, state), scale, random, out var gradient);
        Backward(batch, gradient);
        return loss;
    }

    /// <summary>The sum of weighted losses and of weights of right answers, without dropout; for <paramref name="state"/> see <see cref="Forward"/>.</summary>
    public (double Loss, double Right) Measure(PackedBatch batch, StackState? state = null) => _head.Measure(batch, States(batch, null, state));

    /// <summary>Sets <paramref name="state"/> to where the rows of a batch start by its features.</summary>
    public void Start(PackedBatch batch, StackState state)
    {
        for (var i = 0; i < _stateSources.Length; i++)
        {
            _stateSources[i].Forward(batch.States, state[i]);
        }
    }

    /// <summary>Adds the layers to a graph: [N, O], or [N, T, O] where each step is answered.</summary>
    public GraphValue Describe(IGraph graph, GraphSequence input) => _head.Describe(graph, DescribeStates(graph, input), input.Lengths);

    /// <summary>As <see cref="Describe"/>, and the class that each answer gives, [N] or [N, T] (int64).</summary>
    public (GraphValue Scores, GraphValue Classes) DescribeClasses(IGraph graph, GraphSequence input) =>
        _head.DescribeClasses(graph, DescribeStates(graph, input), input.Lengths);

    private GraphValue DescribeStates(IGraph graph, GraphSequence input)
    {
        var states = new GraphStates(DescribeInput(graph, input), GraphValue.None, GraphValue.None);
        for (var i = 0; i < _recurrent.Length; i++)
        {
            GraphRecurrentState? start = _stateSources.Length == 0 ? null : _stateSources[i].Describe(graph, input.State);
            states = _recurrent[i].Describe(graph, states.Values, input.Lengths, start);
        }

        if (_poolsLast)
        {
            return DescribeDense(graph, _pooling!.Describe(graph, states, input.Lengths), eachStep: false);
        }

        states = states with { Values = DescribeDense(graph, states.Values, eachStep: true) };
        return _pooling is null ? graph.Transpose(states.Values, 1, 0, 2) : _pooling.Describe(graph, states, input.Lengths);
    }

    /// <summary>
    /// Adds the layers to a graph that goes on from states: ids [N, T] of equal lengths to [N, T, O], of a network that answers each step.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The ids or frames.</param>
    /// <param name="start">Where the sequences start in each recurrent layer.</param>
    /// <returns>What scoring gives, and where the sequences ended.</returns>
    public (GraphValue Outputs, GraphRecurrentState[] End) DescribeSteps(IGraph graph, GraphSequence input, IReadOnlyList<GraphRecurrentState> start)
    {
        var x = DescribeInput(graph, input);
        var end = new GraphRecurrentState[_recurrent.Length];
        for (var i = 0; i < end.Length; i++)
        {
            var states = _recurrent[i].Describe(graph, x, input.Lengths, start[i]);
            (x, end[i]) = (states.Values, new(states.Last, states.LastCell));
        }

        x = graph.Transpose(DescribeDense(graph, x, eachStep: true), 1, 0, 2);
        return (_head.Describe(graph, x, input.Lengths), end);
    }

    /// <summary>The vectors of ids or frames, [T, N, D]: time comes first in ONNX's recurrent operators.</summary>
    private GraphValue DescribeInput(IGraph graph, GraphSequence input)
    {
        var x = _embedding is not null ? _embedding.Describe(graph, graph.Transpose(input.Values, 1, 0))
            : _hasFrames ? graph.Transpose(input.Values, 1, 0, 2)
            : GraphValue.None;
        return _characters?.Describe(
            graph, x, input.Characters ?? throw new ArgumentException("The network needs its tokens' characters.", nameof(input))) ?? x;
    }

    private GraphValue DescribeDense(IGraph graph, GraphValue x, bool eachStep)
    {
        foreach (var layer in _dense)
        {
            x = layer.Describe(graph, x, eachStep);
        }

        return x;
    }

    /// <summary>The vectors [Answers, D] that the head makes its outputs from.</summary>
    private Matrix States(PackedBatch batch, SeededRandom? random, StackState? state)
    {
        if (state is null && _stateSources.Length > 0)
        {
            Start(batch, _start);
            state = _start;
        }

        if (random is not null && _wordDropout > 0)
        {
            DropWords(batch.Ids, random);
        }

        // What differs from position to position, as dropout's masks and characters do, leaves nothing to share.
        var share = _characters is null && !_dropouts[0].Applies(random);
        var own = _embedding?.Forward(batch.Ids, share) ?? (_hasFrames ? batch.Frames : null);
        var x = _characters?.Forward(batch, own) ?? own!;
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _inputs[i] = _dropouts[i].Forward(batch, x, random);
            x = _recurrent[i].Forward(batch, Input(i), state?[i]);
        }

        // The dense layers of the last step alone are the same as those of all steps, of which the last is taken.
        _states = _poolsLast ? x : DenseForward(x);
        var answers = _pooling?.Forward(batch, _states) ?? _states;
        return _outputDropout.Forward(batch, _poolsLast ? DenseForward(answers) : answers, random);
    }

    private RecurrentInput Input(int layer) => new(_inputs[layer], layer == 0 && _embedding is not null ? _embedding.Rows : default);

    private Matrix DenseForward(Matrix x)
    {
        for (var i = 0; i < _dense.Length; i++)
        {
            _denseInputs[i] = x;
            x = _dense[i].Forward(x);
        }

        return x;
    }

    private Matrix DenseBackward(Matrix gradient)
    {
        for (var i = _dense.Length - 1; i >= 0; i--)
        {
            gradient = _dense[i].Backward(_denseInputs[i], gradient);
        }

        return gradient;
    }

    private void Backward(PackedBatch batch, Matrix gradient)
    {
        gradient = _outputDropout.Backward(batch, gradient);
        gradient = _poolsLast ? DenseBackward(gradient) : gradient;
        gradient = _pooling?.Backward(batch, _states!, gradient) ?? gradient;
        gradient = _poolsLast ? gradient : DenseBackward(gradient);

        var embeddingLearns = _embedding is not null && _embedding.Learns(batch.Ids);
        for (var i = _recurrent.Length - 1; i >= 0; i--)
        {
            var startGradient = _stateSources.Length > 0 ? _startGradient[i] : null;
            startGradient?.Resize(batch.Rows, _hiddenSize);
            var input = _recurrent[i].Backward(batch, Input(i), gradient, i > 0 || embeddingLearns || _characters is not null, startGradient);
            StateGradients?.Measure(i, batch, gradient);
            if (startGradient is not null)
            {
                _stateSources[i].Backward(batch.States, startGradient);
            }

            if (input is not null)
            {
                gradient = _dropouts[i].Backward(batch, input);
            }
        }

        gradient = _characters?.Backward(batch, gradient) ?? gradient;
        _embedding?.Backward(batch.Ids, embeddingLearns ? gradient : null);
    }

    private void DropWords(Span<int> ids, SeededRandom random)
    {
        foreach (ref var id in ids)
        {
            if (random.NextDouble() < _wordDropout)
            {
                id = 0;
            }
        }
    }
}
