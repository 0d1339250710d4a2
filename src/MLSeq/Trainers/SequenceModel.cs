using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>A trained network as a transformer uses it.</summary>
public sealed class SequenceModel
{
    internal SequenceModel(SequenceNetwork network, float scale, float offset, TrainingHistory? history)
    {
        Network = network;
        Scale = scale;
        Offset = offset;
        History = history;
    }

    /// <summary>
    /// The network. Its outputs are the classes' probabilities, a binary classifier's log-odds, or a regressor's
    /// standardized score. Its weights are shared by all cursors and must not be changed.
    /// </summary>
    public SequenceNetwork Network { get; }

    /// <summary>What a regressor's output is multiplied by: the standard deviation of the training targets. Otherwise 1.</summary>
    public float Scale { get; }

    /// <summary>What is added to a regressor's output: the mean of the training targets. Otherwise 0.</summary>
    public float Offset { get; }

    /// <summary>How the training went; null for a model that was loaded.</summary>
    public TrainingHistory? History { get; }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Scale);
        writer.Write(Offset);
        Network.Save(writer);
    }

    internal static SequenceModel Load(BinaryReader reader)
    {
        var scale = reader.ReadSingle();
        var offset = reader.ReadSingle();
        if (!float.IsFinite(scale) || !float.IsFinite(offset))
        {
            throw new InvalidDataException($"The saved model's scale {scale} and offset {offset} are not finite numbers.");
        }

        return new(SequenceNetwork.Load(reader), scale, offset, history: null);
    }
}
