using MLSeq.Networks.Layers;

namespace MLSeq.Networks.EncoderDecoder;

/// <summary>Where the targets of a batch stand: in each recurrent layer of the decoder, and the vector that is fed into the next step.</summary>
internal sealed class DecoderState(int layers)
{
    private readonly Matrix _scratch = new();

    /// <summary>The state in each recurrent layer.</summary>
    public RecurrentState[] Layers { get; } = [.. Enumerable.Range(0, layers).Select(_ => new RecurrentState())];

    /// <summary>What is fed [rows, H]; no rows without input feeding.</summary>
    public Matrix Feed { get; } = new();

    /// <summary>Makes row r go on from where row <paramref name="parents"/>[r] stands; there may be more or fewer rows than before.</summary>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        foreach (var layer in Layers)
        {
            layer.Select(parents, _scratch);
        }

        if (Feed.Rows > 0)
        {
            Feed.Select(parents, _scratch);
        }
    }
}
