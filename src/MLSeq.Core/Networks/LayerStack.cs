using MLSeq.Numerics;
using MLSeq.Graphs;
using MLSeq.Networks.Layers;

namespace MLSeq.Networks;

/// <summary>
/// The layers of a <see cref="SequenceNetwork"/> in order: embedding (over ids), recurrent layers, pooling, dense; with
/// dropout on the input vectors, between recurrent layers and before the dense one. One for each thread.
/// </summary>
internal sealed class LayerStack
{
    public const string EmbeddingTable = "embedding.table";

    private readonly float _wordDropout;
    private readonly Embedding? _embedding;
    private readonly RecurrentLayer[] _recurrent;
    private readonly Dropout[] _dropouts;
    private readonly Pooling _pooling;
    private readonly Dropout _outputDropout;
    private readonly Dense _dense;
    private readonly Matrix[] _inputs;
    private Matrix? _states;
    private Matrix? _pooled;

    public LayerStack(SequenceNetworkOptions options, ParameterSource source)
    {
        _wordDropout = options.WordDropout;
        _embedding = options.VocabularySize > 0
            ? new Embedding(EmbeddingTable, options.VocabularySize, options.EmbeddingSize, source)
            : null;
        _recurrent = new RecurrentLayer[options.Layers];
        _dropouts = new Dropout[options.Layers];
        _inputs = new Matrix[options.Layers];
        var size = options.InputSize;
        for (var i = 0; i < options.Layers; i++)
        {
            _dropouts[i] = new Dropout(options.Dropout);
            _recurrent[i] = RecurrentLayer.Create(options, $"{options.Cell.ToString().ToLowerInvariant()}{i + 1}", size, source);
            size = _recurrent[i].OutputSize;
        }

        _pooling = Pooling.Create(options.Pooling, "pooling", size, options.Bidirectional, source);
        _outputDropout = new Dropout(options.Dropout);
        _dense = new Dense("output", size, options.OutputSize, source);
        Layers = [.. _embedding is null ? [] : new Layer[] { _embedding }, .. _recurrent, _pooling, _dense];
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

    /// <summary>The raw outputs [N, OutputSize] of a batch; while training, with dropout drawn from <paramref name="random"/>.</summary>
    public Matrix Forward(PackedBatch batch, SeededRandom? random = null)
    {
        if (random is not null && _wordDropout > 0)
        {
            DropWords(batch.Ids, random);
        }

        var x = _embedding?.Forward(batch.Ids) ?? batch.Frames;
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _inputs[i] = _dropouts[i].Forward(x, random);
            x = _recurrent[i].Forward(batch, _inputs[i]);
        }

        _states = x;
        _pooled = _outputDropout.Forward(_pooling.Forward(batch, x), random);
        return _dense.Forward(_pooled);
    }

    /// <summary>From the gradient of the raw outputs to the layers' gradients.</summary>
    public void Backward(PackedBatch batch, Matrix outputGradient)
    {
        var gradient = _outputDropout.Backward(_dense.Backward(_pooled!, outputGradient));
        gradient = _pooling.Backward(batch, _states!, gradient);
        var embeddingLearns = _embedding is not null && _embedding.Learns(batch.Ids);
        for (var i = _recurrent.Length - 1; i >= 0; i--)
        {
            var input = _recurrent[i].Backward(batch, _inputs[i], gradient, i > 0 || embeddingLearns);
            if (input is not null)
            {
                gradient = _dropouts[i].Backward(input);
            }
        }

        _embedding?.Backward(batch.Ids, embeddingLearns ? gradient : null);
    }

    /// <summary>Adds the layers up to the raw outputs to a graph.</summary>
    public GraphValue Describe(IGraph graph, GraphSequence input)
    {
        // Time comes first in ONNX's recurrent operators: [N, T] to [T, N, E], or [N, T, F] to [T, N, F].
        var x = _embedding is not null
            ? _embedding.Describe(graph, graph.Transpose(input.Values, 1, 0))
            : graph.Transpose(input.Values, 1, 0, 2);
        var states = new GraphStates(x, GraphValue.None, GraphValue.None);
        foreach (var layer in _recurrent)
        {
            states = layer.Describe(graph, states.Values, input.Lengths);
        }

        return _dense.Describe(graph, _pooling.Describe(graph, states, input.Lengths));
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
