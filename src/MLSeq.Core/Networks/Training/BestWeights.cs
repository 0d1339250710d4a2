using MLSeq.Text;

namespace MLSeq.Networks.Training;

/// <summary>Keeps a copy of the weights of the epoch with the lowest validation loss.</summary>
internal sealed class BestWeights(IReadOnlyList<Parameter> parameters) : ITrainingState
{
    private float[][]? _copies;
    private double _loss = double.PositiveInfinity;

    /// <summary>The best epoch; the last one offered where there is no validation loss.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether there are weights that <see cref="Restore"/> gives back.</summary>
    public bool HasWeights => _copies is not null;

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
            _copies ??= CreateCopies();
            for (var i = 0; i < parameters.Count; i++)
            {
                parameters[i].Values.CopyTo(_copies[i]);
            }
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Epoch);
        writer.Write(_loss);
        writer.Write(HasWeights);
        foreach (var copy in _copies ?? [])
        {
            StateFloats.Write(writer, copy);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        (Epoch, _loss) = (UntrustedData.ReadInt32(reader, "the best epoch", 0, int.MaxValue), reader.ReadDouble());
        _copies = reader.ReadBoolean() ? CreateCopies() : null;
        for (var i = 0; _copies is not null && i < _copies.Length; i++)
        {
            StateFloats.Read(reader, _copies[i], $"the best {parameters[i].Name}");
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

    private float[][] CreateCopies() => [.. parameters.Select(p => new float[p.Values.Length])];
}
