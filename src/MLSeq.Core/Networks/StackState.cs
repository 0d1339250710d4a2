using MLSeq.Networks.Layers;

namespace MLSeq.Networks;

/// <summary>Where the sequences of a batch stand in each recurrent layer of a network.</summary>
internal sealed class StackState(int layers, int hiddenSize)
{
    private readonly RecurrentState[] _layers = [.. Enumerable.Range(0, layers).Select(_ => new RecurrentState())];
    private readonly Matrix _scratch = new();

    /// <summary>The state in a layer, from 0.</summary>
    public RecurrentState this[int layer] => _layers[layer];

    /// <summary>The number of recurrent layers.</summary>
    public int Layers => layers;

    /// <summary>Makes room for <paramref name="rows"/> sequences, all at the zero state.</summary>
    public void Restart(int rows)
    {
        foreach (var state in _layers)
        {
            state.Resize(rows, hiddenSize);
        }
    }

    /// <summary>Makes each row r go on from where row <paramref name="parents"/>[r] stands; there may be more or fewer rows than before.</summary>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        foreach (var state in _layers)
        {
            state.Select(parents, _scratch);
        }
    }
}
