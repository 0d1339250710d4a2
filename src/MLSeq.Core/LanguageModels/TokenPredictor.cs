using MLSeq.Networks;

namespace MLSeq.LanguageModels;

/// <summary>Reads one text token by token. The state is carried, so that a token costs one step however long the text. For one thread.</summary>
internal sealed class TokenPredictor
{
    private readonly LayerStack _stack;
    private readonly PackedBatch _batch;
    private readonly StackState _state;

    public TokenPredictor(SequenceNetwork network)
    {
        _stack = network.CreateStack();
        _stack.Prepare();
        _batch = new PackedBatch(network.Shape);
        _state = _stack.NewState();
        _state.Restart(rows: 1);
    }

    /// <summary>Forgets all that was read, and starts from features [StateSize] in a network that takes them.</summary>
    public void Restart(ReadOnlySpan<float> features = default)
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

    /// <summary>Reads tokens.</summary>
    /// <returns>After each of them the scores of all tokens to come next [T, V]: logarithms of probabilities but for a number a row.</returns>
    public Matrix Read(ReadOnlySpan<int> ids)
    {
        _batch.Pack(ids, default);
        return _stack.Forward(_batch, _state);
    }

    /// <summary>Reads a token.</summary>
    /// <returns>The probability of each token to come next [V].</returns>
    public Span<float> Predict(int id)
    {
        _batch.Pack([id], default);
        return _stack.Score(_batch, _state).Row(0);
    }
}
