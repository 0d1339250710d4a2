using MLSeq.Networks;
using MLSeq.Numerics;

namespace MLSeq.LanguageModels;

/// <summary>Reads one text by a network of the engine.</summary>
internal sealed class NetworkPredictor : TokenPredictor
{
    private readonly LayerStack _stack;
    private readonly PackedBatch _batch;
    private readonly StackState _state;

    public NetworkPredictor(SequenceNetwork network)
    {
        _stack = network.CreateStack();
        _stack.Prepare();
        _batch = new PackedBatch(network.Shape);
        _state = _stack.NewState();
        _state.Restart(rows: 1);
    }

    public override void Restart(ReadOnlySpan<float> features = default)
    {
        _state.Restart(rows: 1);
        if (!features.IsEmpty)
        {
            _batch.Pack([0], default, features);
            _stack.Start(_batch, _state);
        }
    }

    /// <summary>Goes on where a text ended.</summary>
    /// <param name="state">What <see cref="State"/> gave; null for the start of a text.</param>
    public void Continue(TextState? state)
    {
        if (state is null)
        {
            Restart();
            return;
        }

        var rest = state.Values.AsSpan();
        for (var layer = 0; layer < _state.Layers; layer++)
        {
            foreach (var part in new[] { _state[layer].Hidden, _state[layer].Cell })
            {
                rest[..part.Span.Length].CopyTo(part.Span);
                rest = rest[part.Span.Length..];
            }
        }
    }

    /// <summary>Where the text ends that was read.</summary>
    public TextState State() => new(
        [.. Enumerable.Range(0, _state.Layers).SelectMany(layer => (float[])[.. _state[layer].Hidden.Span, .. _state[layer].Cell.Span])]);

    public override void Score(ReadOnlySpan<int> ids, ReadOnlySpan<int> next, Span<double> logProbabilities)
    {
        _batch.Pack(ids, default);
        var scores = _stack.Forward(_batch, _state);
        for (var t = 0; t < ids.Length; t++)
        {
            var row = scores.Row(t);
            logProbabilities[t] = (double)row[next[t]] - Softmax.LogSumExp(row);
        }
    }

    public override Span<float> Predict(int id)
    {
        _batch.Pack([id], default);
        return _stack.Score(_batch, _state).Row(0);
    }
}
