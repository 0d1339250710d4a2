using MLSeq.Decoding.Ctc;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Options of <c>Sequences().Trainers.Transcriber</c>.</summary>
public sealed class SequenceTranscriberOptions : SequenceFeatureOptions
{
    /// <summary>
    /// Makes options: two directions, frames of 40 values, as <c>LogMelSpectrogram</c> makes them, a dropout of 0.3, a learning rate of 0.003, and at most 20
    /// epochs, of which 5 may go by without a lower validation loss: it falls by fits and starts.
    /// </summary>
    public SequenceTranscriberOptions()
    {
        Bidirectional = true;
        FrameSize = 40;
        Dropout = 0.3f;
        LearningRate = 3e-3f;
        (Epochs, Patience) = (20, 5);
    }

    /// <summary>Cuts the texts into the tokens that are written; trained on them where it learns. Default: characters.</summary>
    public Tokenizer? Tokenizer { get; set; }

    /// <summary>Which tokens are written; those that are not are left out of the texts. Default: all.</summary>
    public VocabularyOptions Vocabulary { get; set; } = new();

    /// <summary>
    /// How many beginnings of a text are followed when it is read from the network's scores (prefix beam search); 1 reads the likeliest token of each
    /// time step (greedy). The transformer can be given another search later. Default: 1.
    /// </summary>
    public int BeamWidth { get; set; } = 1;

    internal CtcBeamSearchOptions? Search => BeamWidth > 1 ? new() { BeamWidth = BeamWidth } : null;

    /// <inheritdoc/>
    internal override void Check()
    {
        OptionCheck.Require(FrameSize >= 1, nameof(FrameSize), FrameSize, "the number of values of a time step");
        OptionCheck.Require(BeamWidth >= 1, nameof(BeamWidth), BeamWidth, "at least 1");
        base.Check();
        _ = new Transcription.TranscriberTrainer(
            NetworkOptions(0, 2, NetworkOutput.ConnectionistTemporalClassification), TrainerOptions(seed: 0, progress: null), Tokenizer, Vocabulary);
    }
}
