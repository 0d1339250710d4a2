using MLSeq.Graphs;

namespace MLSeq.Networks.Layers;

/// <summary>The last states of a bidirectional LSTM over a word's characters (Lample et al., 2016, section 4.1).</summary>
internal sealed class CharacterLstm : CharacterEncoder
{
    private readonly Embedding _embedding;
    private readonly RecurrentLayer _lstm;
    private readonly LastPooling _last = new(bidirectional: true);
    private Matrix? _inputs;
    private Matrix? _states;

    public CharacterLstm(Embedding embedding, int embeddingSize, int size, ParameterSource source)
    {
        _embedding = embedding;
        var options = new SequenceNetworkOptions { Cell = RecurrentCell.Lstm, HiddenSize = size / 2, Bidirectional = true };
        _lstm = RecurrentLayer.Create(options, "characters.lstm", embeddingSize, source);
        Layers = [embedding, _lstm];
    }

    public override IReadOnlyList<Layer> Layers { get; }

    public override int Size => _lstm.OutputSize;

    public override Matrix Forward(PackedBatch words)
    {
        _inputs = _embedding.Forward(words.Ids, share: true);
        _states = _lstm.Forward(words, new(_inputs, _embedding.Rows));
        return _last.Forward(words, _states);
    }

    public override void Backward(PackedBatch words, Matrix gradient)
    {
        gradient = _last.Backward(words, _states!, gradient);
        _embedding.Backward(words.Ids, _lstm.Backward(words, new(_inputs!, _embedding.Rows), gradient, needsInputGradient: true));
    }

    public override GraphValue Describe(IGraph graph, GraphValue characters, GraphValue lengths) =>
        _lstm.Describe(graph, _embedding.Describe(graph, graph.Transpose(characters, 1, 0)), lengths).Last;
}
