using MLSeq.Networks;

namespace MLSeq;

/// <summary>The network and the training of a sequence learner.</summary>
public abstract class SequenceLearnerOptions : SequenceFeatureOptions
{
    /// <summary>How the states over time become one vector. Default: the last state of each direction.</summary>
    public SequencePooling Pooling { get; set; } = SequencePooling.Last;

    /// <summary>The column of example weights, Single of at least 0; null for none. Default: null.</summary>
    public string? ExampleWeightColumnName { get; set; }

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        NetworkOptions(vocabularySize: FrameSize > 0 ? 0 : 1, outputSize: 1, NetworkOutput.Linear).Check();
    }

    /// <inheritdoc/>
    internal override SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output)
    {
        var options = base.NetworkOptions(vocabularySize, outputSize, output);
        options.Pooling = Pooling;
        return options;
    }
}
