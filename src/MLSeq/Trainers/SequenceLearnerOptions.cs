using MLSeq.Networks;

namespace MLSeq;

/// <summary>The network and the training of a sequence learner.</summary>
public abstract class SequenceLearnerOptions : RecurrentNetworkOptions
{
    /// <summary>Whether each layer also reads the sequence backwards. Default: no.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>How the states over time become one vector. Default: the last state of each direction.</summary>
    public SequencePooling Pooling { get; set; } = SequencePooling.Last;

    /// <summary>
    /// How many values of a vector of Single make one time step; 0 where the feature column holds token ids. Default: 0.
    /// </summary>
    public int FrameSize { get; set; }

    /// <summary>The column of example weights, Single of at least 0; null for none. Default: null.</summary>
    public string? ExampleWeightColumnName { get; set; }

    /// <inheritdoc/>
    internal override void Check()
    {
        if (FrameSize < 0)
        {
            throw new ArgumentException($"{nameof(FrameSize)} is {FrameSize}; expected 0 for token ids, or the number of values of a time step.");
        }

        if (FrameSize > 0 && WordVectors is not null)
        {
            throw new ArgumentException(
                $"{nameof(WordVectors)} are given, but {nameof(FrameSize)} is {FrameSize}; expected 0, since word vectors are for token ids.");
        }

        base.Check();
        NetworkOptions(vocabularySize: FrameSize > 0 ? 0 : 1, outputSize: 1, NetworkOutput.Linear).Check();
    }

    /// <inheritdoc/>
    internal override SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output)
    {
        var options = base.NetworkOptions(vocabularySize, outputSize, output);
        (options.FrameSize, options.Bidirectional, options.Pooling) = (FrameSize, Bidirectional, Pooling);
        return options;
    }
}
