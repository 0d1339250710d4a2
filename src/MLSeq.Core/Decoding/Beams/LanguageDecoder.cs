using MLSeq.Networks;

namespace MLSeq.Decoding.Beams;

/// <summary>
/// The steps of a network that gives at each step the next token, with the weights as they are when it is made. Its sources are the feature vectors
/// that texts start from; of a network that starts from nothing, each is empty. For one thread at a time.
/// </summary>
internal sealed class LanguageDecoder : TargetDecoder
{
    private readonly LayerStack _stack;
    private readonly PackedBatch _batch;
    private readonly StackState _state;
    private readonly int[] _forbidden;
    private int[] _lengths = [];

    /// <param name="network">The network.</param>
    /// <param name="startId">What is read before the first token.</param>
    /// <param name="endId">What follows the last one.</param>
    /// <param name="forbidden">Tokens that are not written.</param>
    public LanguageDecoder(SequenceNetwork network, int startId, int endId, int[] forbidden)
    {
        (StartId, EndId, _forbidden) = (startId, endId, forbidden);
        _stack = network.CreateStack();
        _stack.Prepare();
        _batch = new PackedBatch(network.Shape);
        _state = _stack.NewState();
    }

    public override int StartId { get; }

    public override int EndId { get; }

    /// <summary>No source has tokens.</summary>
    public override ReadOnlySpan<int> SourceLengths => _lengths;

    public override ReadOnlySpan<int> Forbidden => _forbidden;

    public override int MaxLength(int source) => 100;

    /// <summary>Starts from features [StateSize] each.</summary>
    public void Read(ReadOnlySpan<float[]> sources)
    {
        _lengths = new int[sources.Length];
        _state.Restart(sources.Length);
        _batch.LayOut(sources.Length, 1);
        _batch.Ids.Clear();
        for (var r = 0; r < sources.Length; r++)
        {
            sources[r].CopyTo(_batch.States.Row(r));
        }

        _stack.Start(_batch, _state);
    }

    public override Matrix Step(ReadOnlySpan<int> ids, ReadOnlySpan<int> parents, ReadOnlySpan<int> sources)
    {
        _state.Reorder(parents);
        _batch.LayOut(ids.Length, 1);
        ids.CopyTo(_batch.Ids);
        return _stack.Forward(_batch, _state);
    }

    public override ReadOnlySpan<float> Attention(int row) => default;
}
