using MLSeq.Graphs;
using MLSeq.Networks.Layers;
using MLSeq.Numerics;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>The layers that read a source: embedding and recurrent layers, with dropout on the vectors and between layers.</summary>
internal sealed class EncoderStack
{
    private readonly Embedding _embedding;
    private readonly RecurrentLayer[] _recurrent;
    private readonly Dropout[] _dropouts;
    private readonly Matrix[] _inputs;
    private readonly Matrix[] _states;
    private readonly bool _bidirectional;

    public EncoderStack(EncoderDecoderOptions options, Embedding embedding, ParameterSource source)
    {
        _embedding = embedding;
        _bidirectional = options.Bidirectional;
        _recurrent = new RecurrentLayer[options.EncoderLayers];
        _dropouts = new Dropout[options.EncoderLayers];
        _inputs = new Matrix[options.EncoderLayers];
        _states = new Matrix[options.EncoderLayers];
        var size = options.EmbeddingSize;
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _dropouts[i] = new Dropout(options.Dropout, options.LockedDropout);
            _recurrent[i] = new RecurrentLayer(options.EncoderCell, $"encoder{i + 1}", size, options.EncoderSize, options.Bidirectional, source);
            size = _recurrent[i].OutputSize;
        }
    }

    public IReadOnlyList<Layer> Layers => _recurrent;

    /// <summary>The states [Total, D] of the uppermost layer.</summary>
    public Matrix Forward(PackedBatch batch, SeededRandom? random)
    {
        var x = _embedding.Forward(batch.Ids, share: !_dropouts[0].Applies(random));
        for (var i = 0; i < _recurrent.Length; i++)
        {
            _inputs[i] = _dropouts[i].Forward(batch, x, random);
            _states[i] = x = _recurrent[i].Forward(batch, Input(i));
        }

        return x;
    }

    /// <summary>Where the sources end in a layer, in both directions: [rows of <paramref name="sourceRows"/>, D].</summary>
    public void Ends(int layer, PackedBatch batch, ReadOnlySpan<int> sourceRows, Matrix ends)
    {
        var forward = _recurrent[layer].HiddenSize;
        ends.Resize(sourceRows.Length, _recurrent[layer].OutputSize);
        for (var r = 0; r < sourceRows.Length; r++)
        {
            _states[layer].Row(LastPooling.LastPosition(batch, sourceRows[r]))[..forward].CopyTo(ends.Row(r));
            if (_bidirectional)
            {
                _states[layer].Row(sourceRows[r])[forward..].CopyTo(ends.Row(r)[forward..]);
            }
        }
    }

    /// <summary>From the gradients of the states and of each layer's <see cref="Ends"/>, where it has one, to the parameters' gradients.</summary>
    public void Backward(PackedBatch batch, Matrix stateGradient, ReadOnlySpan<int> sourceRows, Matrix?[] endGradients, StateGradients? watch)
    {
        var gradient = stateGradient;
        for (var i = _recurrent.Length - 1; i >= 0; i--)
        {
            if (endGradients[i] is { } ends)
            {
                AddEnds(_recurrent[i].HiddenSize, batch, sourceRows, ends, gradient);
            }

            var input = _recurrent[i].Backward(batch, Input(i), gradient, needsInputGradient: true)!;
            watch?.Measure(i, batch, gradient);
            gradient = _dropouts[i].Backward(batch, input);
        }

        _embedding.Backward(batch.Ids, gradient);
    }

    /// <summary>Adds the layers to a graph: ids [N, S] to the states [S, N, D] of the uppermost layer, and where the sources end in each layer [N, D].</summary>
    public (GraphValue States, GraphValue[] Ends) Describe(IGraph graph, GraphSequence input)
    {
        var x = _embedding.Describe(graph, graph.Transpose(input.Values, 1, 0));
        var ends = new GraphValue[_recurrent.Length];
        for (var i = 0; i < _recurrent.Length; i++)
        {
            (x, ends[i], _) = _recurrent[i].Describe(graph, x, input.Lengths);
        }

        return (x, ends);
    }

    private RecurrentInput Input(int layer) => new(_inputs[layer], layer == 0 ? _embedding.Rows : default);

    private void AddEnds(int forward, PackedBatch batch, ReadOnlySpan<int> sourceRows, Matrix ends, Matrix gradient)
    {
        for (var r = 0; r < sourceRows.Length; r++)
        {
            Vectors.Add(ends.Row(r)[..forward], gradient.Row(LastPooling.LastPosition(batch, sourceRows[r]))[..forward]);
            if (_bidirectional)
            {
                Vectors.Add(ends.Row(r)[forward..], gradient.Row(sourceRows[r])[forward..]);
            }
        }
    }
}
