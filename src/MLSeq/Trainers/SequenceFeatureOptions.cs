using MLSeq.Networks;

namespace MLSeq;

/// <summary>A recurrent network over a column of token ids or of frames: what classifiers, regressors and taggers share.</summary>
public abstract class SequenceFeatureOptions : RecurrentNetworkOptions
{
    /// <summary>Whether each layer also reads the sequence backwards. Default: no; of taggers yes.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>
    /// How many values of a vector of Single make one time step; 0 where the feature column holds token ids. Default: 0.
    /// </summary>
    public int FrameSize { get; set; }

    /// <inheritdoc/>
    internal override void Check()
    {
        OptionCheck.Require(FrameSize >= 0, nameof(FrameSize), FrameSize, "0 for token ids, or the number of values of a time step");
        if (FrameSize > 0 && WordVectors is not null)
        {
            throw new ArgumentException(
                $"{nameof(WordVectors)} are given, but {nameof(FrameSize)} is {FrameSize}; expected 0, since word vectors are for token ids.");
        }

        base.Check();
    }

    /// <inheritdoc/>
    internal override SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output)
    {
        var options = base.NetworkOptions(vocabularySize, outputSize, output);
        (options.FrameSize, options.Bidirectional) = (FrameSize, Bidirectional);
        return options;
    }
}
