namespace MLSeq.Networks.Training;

/// <summary>Keeps a copy of the weights of the epoch with the lowest validation loss.</summary>
internal sealed class BestWeights(IReadOnlyList<Parameter> parameters)
{
    private float[][]? _copies;
    private double _loss = double.PositiveInfinity;

    /// <summary>The best epoch; the last one offered where there is no validation loss.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether <paramref name="patience"/> epochs before <paramref name="epoch"/> did not improve.</summary>
    public bool HasBeenPassed(int epoch, int patience) => _copies is not null && patience > 0 && epoch - Epoch > patience;

    /// <summary>Takes a copy of the weights if their loss is the lowest so far.</summary>
    public void Offer(int epoch, double? loss)
    {
        if (loss is null)
        {
            Epoch = epoch;
            return;
        }

        if (loss < _loss)
        {
            (Epoch, _loss) = (epoch, loss.Value);
            _copies ??= [.. parameters.Select(p => new float[p.Values.Length])];
            for (var i = 0; i < parameters.Count; i++)
            {
                parameters[i].Values.CopyTo(_copies[i]);
            }
        }
    }

    /// <summary>Gives the network the best epoch's weights.</summary>
    public void Restore()
    {
        for (var i = 0; _copies is not null && i < parameters.Count; i++)
        {
            _copies[i].CopyTo(parameters[i].Values);
        }
    }
}
