using System.Numerics.Tensors;
using MLSeq.Graphs;
using MLSeq.Networks.Heads;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>
/// The layers that write a target, with the states h of recurrent layers over the tokens before, and what attention gives of the source
/// (Luong, Pham and Manning, 2015, equations 5 and 6):
/// <code>
/// v[t] = tanh(W [c[t]; h[t]] + b)      p(y[t]) = softmax(O v[t] + o)
/// </code>
/// Without attention v = h. With input feeding the first recurrent layer reads [embedding of y[t-1]; v[t-1]], so that steps follow each other;
/// the output layer and all parameters' gradients still come in one product each for all steps.
/// </summary>
internal sealed class DecoderStack
{
    private readonly Embedding _embedding;
    private readonly RecurrentLayer[] _recurrent;
    private readonly Dropout[] _dropouts;
    private readonly Dropout _outputDropout;
    private readonly Attention? _attention;
    private readonly Linear? _combine;
    private readonly Head _head;
    private readonly int _embeddingSize;
    private readonly int _hiddenSize;
    private readonly int _memorySize;
    private readonly bool _feeds;
    private readonly bool _drops;
    private readonly Matrix[] _inputs;
    private readonly Matrix[] _states;
    private readonly Matrix[] _stateGradients;
    private readonly Matrix[] _inputGradients;
    private readonly Matrix _operands = new();
    private readonly Matrix _operandsGradient = new();
    private readonly Matrix _dropped = new();
    private readonly Matrix _sampled = new();
    private readonly List<int> _sampledRows = [];
    private Matrix _combined = null!;
    private Matrix _vectors = null!;
    private bool _isStepwise;

    public DecoderStack(EncoderDecoderOptions options, Embedding embedding, Head head, ParameterSource source)
    {
        _embedding = embedding;
        _head = head;
        _embeddingSize = options.EmbeddingSize;
        _hiddenSize = options.HiddenSize;
        _memorySize = options.MemorySize;
        _feeds = options.Feeds;
        _drops = options.Dropout > 0;
        _recurrent = new RecurrentLayer[options.DecoderLayers];
        _dropouts = new Dropout[options.DecoderLayers];
        _inputs = new Matrix[options.DecoderLayers];
        _states = new Matrix[options.DecoderLayers];
        _stateGradients = new Matrix[options.DecoderLayers];
        _inputGradients = new Matrix[options.DecoderLayers];
        var size = options.EmbeddingSize + (_feeds ? options.HiddenSize : 0);
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _dropouts[i] = new Dropout(options.Dropout, options.LockedDropout);
            _recurrent[i] = new RecurrentLayer(options.DecoderCell, $"decoder{i + 1}", size, options.HiddenSize, bidirectional: false, source);
            (_inputs[i], _stateGradients[i]) = (new(), new());
            size = options.HiddenSize;
        }

        _attention = Attention.Create(options, source);
        _combine = _attention is null ? null : new Linear("combine", options.MemorySize + options.HiddenSize, options.HiddenSize, source, hasBias: true);
        _outputDropout = new Dropout(options.Dropout, options.LockedDropout);
        Layers = [.. _recurrent, .. _attention?.Layers ?? [], .. _combine is null ? [] : new Layer[] { _combine }];
    }

    /// <summary>The layers with parameters, but for the embedding and the head.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The attention; null without.</summary>
    public Attention? Attention => _attention;

    /// <summary>Takes the encoder's states of a batch of sources.</summary>
    public void Attend(PackedBatch source, Matrix memory) => _attention?.Attend(source, memory);

    /// <summary>The vectors v [Total, H] that the head makes its outputs from.</summary>
    /// <param name="target">The tokens before; some become the likeliest ones with <paramref name="sampling"/>.</param>
    /// <param name="sourceRows">The source of each target.</param>
    /// <param name="state">Where the targets start, and afterwards where they ended.</param>
    /// <param name="random">What dropout and sampling draw from; null for neither.</param>
    /// <param name="sampling">The share of tokens to be replaced.</param>
    public Matrix Forward(PackedBatch target, ReadOnlySpan<int> sourceRows, DecoderState state, SeededRandom? random, double sampling = 0)
    {
        Begin(target, state, random);
        var samples = random is not null && sampling > 0;
        _isStepwise = _feeds || samples;
        if (samples)
        {
            _sampled.Resize(target.Rows, _hiddenSize);
            _sampledRows.EnsureCapacity(target.Rows);
        }

        for (var first = 0; first < target.Steps;)
        {
            var end = _isStepwise ? first + 1 : target.Steps;
            if (samples && first > 0)
            {
                Sample(target, first, random!, sampling);
            }

            Forward(target, sourceRows, state, first, end);
            first = end;
        }

        End(target, state);
        return _vectors;
    }

    /// <summary>
    /// From dL/dv, which is changed, to the parameters' gradients and to where the state started; gives the gradient of the encoder's states,
    /// null without attention.
    /// </summary>
    public Matrix? Backward(PackedBatch target, ReadOnlySpan<int> sourceRows, Matrix gradient, DecoderState startGradient, StateGradients? watch, int firstLayer)
    {
        for (var i = 0; i < _recurrent.Length; i++)
        {
            startGradient.Layers[i].Resize(target.Rows, _hiddenSize);
            _stateGradients[i].Resize(target.Total, _hiddenSize).Span.Clear();
            _inputGradients[i] = _recurrent[i].BeginBackward(target, _stateGradients[i], startGradient.Layers[i]);
        }

        _attention?.BeginBackward();
        _operandsGradient.Resize(_operands.Rows, _operands.Columns);
        for (var end = target.Steps; end > 0;)
        {
            var first = _isStepwise ? end - 1 : 0;
            Backward(target, sourceRows, gradient, first, end);
            end = first;
        }

        for (var i = 0; i < _recurrent.Length; i++)
        {
            _recurrent[i].EndBackward(target, InputOf(i), startGradient.Layers[i]);
            watch?.Measure(firstLayer + i, target, _stateGradients[i]);
        }

        _embedding.Backward(target.Ids, _inputGradients[0]);
        _combine?.EndBackward(_operands, gradient);
        return _attention?.EndBackward(_states[^1]);
    }

    /// <summary>Adds a step to a graph: from the tokens before [N] (int64) to the vectors v [N, H], where the targets then stand, and the attention's weights.</summary>
    public (GraphValue Vectors, GraphDecoderState State, GraphValue Shares) Describe(IGraph graph, GraphValue ids, GraphDecoderState state, GraphMemory memory)
    {
        var x = _embedding.Describe(graph, ids);
        x = graph.Unsqueeze(_feeds ? graph.Concat(1, x, state.Feed) : x, 0); // one step
        var layers = new GraphRecurrentState[_recurrent.Length];
        for (var i = 0; i < _recurrent.Length; i++)
        {
            (x, var hidden, var cell) = _recurrent[i].Describe(graph, x, GraphValue.None, state.Layers[i]);
            layers[i] = new(hidden, cell);
        }

        var top = layers[^1].Hidden;
        if (_attention is null)
        {
            return (top, new(layers, GraphValue.None), GraphValue.None);
        }

        var (contexts, shares) = _attention.Describe(graph, top, memory);
        var vectors = graph.Tanh(_combine!.Describe(graph, graph.Concat(1, contexts, top)));
        return (vectors, new(layers, _feeds ? vectors : GraphValue.None), shares);
    }

    private void Begin(PackedBatch target, DecoderState state, SeededRandom? random)
    {
        _inputs[0].Resize(target.Total, _recurrent[0].InputSize);
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _dropouts[i].Begin(target, i == 0 ? _embeddingSize : _hiddenSize, random);
            _states[i] = _recurrent[i].BeginForward(target, state.Layers[i]);
            if (i > 0 && _drops)
            {
                _inputs[i].Resize(target.Total, _hiddenSize);
            }
        }

        _outputDropout.Begin(target, _hiddenSize, random);
        _attention?.BeginForward(target);
        if (_combine is not null)
        {
            _operands.Resize(target.Total, _memorySize + _hiddenSize);
        }

        _combined = _combine?.Begin(target.Total) ?? _states[^1];
        _vectors = _drops ? _dropped.Resize(target.Total, _hiddenSize) : _combined;
    }

    private void Forward(PackedBatch target, ReadOnlySpan<int> sourceRows, DecoderState state, int first, int end)
    {
        var (from, count) = (target.Offset(first), target.Offset(end) - target.Offset(first));
        for (var p = from; p < from + count; p++)
        {
            _embedding[target.Ids[p]].CopyTo(_inputs[0].Row(p));
        }

        _dropouts[0].Apply(target, _inputs[0], first, end);
        for (var r = 0; _feeds && r < count; r++)
        {
            var fed = first == 0 ? state.Feed.Row(r) : _vectors.Row(target.Offset(first - 1) + r);
            fed.CopyTo(_inputs[0].Row(from + r)[_embeddingSize..]);
        }

        for (var i = 0; i < _recurrent.Length; i++)
        {
            if (i > 0 && _drops)
            {
                Copy(_states[i - 1], _inputs[i], from, count);
                _dropouts[i].Apply(target, _inputs[i], first, end);
            }

            _recurrent[i].Forward(target, InputOf(i), first, end);
        }

        if (_attention is not null)
        {
            _attention.Forward(target, sourceRows, _states[^1], first, end, _operands);
            for (var p = from; p < from + count; p++)
            {
                _states[^1].Row(p).CopyTo(_operands.Row(p)[_memorySize..]);
            }

            _combine!.Forward(_operands, from, count);
            Activations.Tanh(_combined.From(from)[..(count * _hiddenSize)]);
        }

        if (_drops)
        {
            Copy(_combined, _vectors, from, count);
            _outputDropout.Apply(target, _vectors, first, end);
        }
    }

    private void Backward(PackedBatch target, ReadOnlySpan<int> sourceRows, Matrix gradient, int first, int end)
    {
        var (from, count) = (target.Offset(first), target.Offset(end) - target.Offset(first));
        var top = _stateGradients[^1];
        _outputDropout.Apply(target, gradient, first, end);
        if (_attention is null)
        {
            Add(gradient, top, from, count);
        }
        else
        {
            Activations.TanhGradient(_combined.From(from)[..(count * _hiddenSize)], gradient.From(from)[..(count * _hiddenSize)]);
            _combine!.Backward(gradient, from, count, _operandsGradient, accumulate: false);
            for (var p = from; p < from + count; p++)
            {
                Vectors.Add(_operandsGradient.Row(p)[_memorySize..], top.Row(p));
            }

            _attention.Backward(target, sourceRows, _states[^1], first, end, _operandsGradient, top);
        }

        for (var i = _recurrent.Length - 1; i >= 0; i--)
        {
            _recurrent[i].Backward(target, InputOf(i), first, end);
            _dropouts[i].Apply(target, _inputGradients[i], first, end);
            if (i > 0)
            {
                Add(_inputGradients[i], _stateGradients[i - 1], from, count);
            }
        }

        for (var r = 0; _feeds && first > 0 && r < count; r++)
        {
            Vectors.Add(_inputGradients[0].Row(from + r)[_embeddingSize..], gradient.Row(target.Offset(first - 1) + r));
        }
    }

    private void End(PackedBatch target, DecoderState state)
    {
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _recurrent[i].EndForward(target, state.Layers[i]);
        }

        for (var r = 0; _feeds && r < target.Rows; r++)
        {
            _vectors.Row(LastPooling.LastPosition(target, r)).CopyTo(state.Feed.Row(r));
        }
    }

    /// <summary>Replaces some tokens that a step reads by what the step before would have written.</summary>
    private void Sample(PackedBatch target, int step, SeededRandom random, double share)
    {
        _sampledRows.Clear();
        for (var r = 0; r < target.Count(step); r++)
        {
            if (random.NextDouble() < share)
            {
                _sampledRows.Add(r);
            }
        }

        _sampled.Resize(_sampledRows.Count, _hiddenSize);
        for (var i = 0; i < _sampledRows.Count; i++)
        {
            _vectors.Row(target.Offset(step - 1) + _sampledRows[i]).CopyTo(_sampled.Row(i));
        }

        var outputs = _head.Forward(target, _sampled);
        for (var i = 0; i < _sampledRows.Count; i++)
        {
            target.Ids[target.Offset(step) + _sampledRows[i]] = TensorPrimitives.IndexOfMax((ReadOnlySpan<float>)outputs.Row(i));
        }
    }

    private Matrix InputOf(int layer) => layer == 0 || _drops ? _inputs[layer] : _states[layer - 1];

    private void Copy(Matrix x, Matrix y, int from, int count) => x.From(from)[..(count * _hiddenSize)].CopyTo(y.From(from));

    private void Add(Matrix x, Matrix y, int from, int count) => Vectors.Add(x.From(from)[..(count * _hiddenSize)], y.From(from)[..(count * _hiddenSize)]);
}
