using MLSeq.Decoding.Beams;
using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq;

/// <summary>Options of <c>Sequences().Trainers.Captioner</c>.</summary>
public sealed class SequenceCaptionerOptions : RecurrentNetworkOptions
{
    /// <summary>Cuts the captions into tokens and decides how tokens are put together again; trained on them where it learns. Default: words.</summary>
    public Tokenizer? Tokenizer { get; set; }

    /// <summary>Which tokens are written; special tokens are chosen by the model. Default: all.</summary>
    public VocabularyOptions Vocabulary { get; set; } = new();

    /// <inheritdoc cref="SequenceNetworkOptions.TieEmbeddings"/>
    public bool TieEmbeddings { get; set; }

    /// <summary>How captions are searched for. The transformer can be given another search later. Default: the best of a beam of 5.</summary>
    public BeamSearchOptions Search { get; set; } = new();

    internal LanguageModelTextOptions TextOptions() => new()
    {
        Tokenizer = Tokenizer ?? Tokenizers.Words(),
        Vocabulary = Vocabulary,
        WordVectors = WordVectors,
        FreezeWordVectors = FreezeWordVectors,
    };

    /// <param name="featureSize">The number of a caption's features.</param>
    internal SequenceNetworkOptions NetworkOptions(int featureSize)
    {
        // The number of tokens is set when it is known; special ones there always are.
        var options = NetworkOptions(3, 3, NetworkOutput.Softmax);
        (options.Pooling, options.StateSize, options.TieEmbeddings) = (SequencePooling.None, featureSize, TieEmbeddings);
        return options;
    }

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        TextOptions().Check();
        NetworkOptions(featureSize: 1).Check();
        CheckSearch(Search);
    }

    /// <exception cref="ArgumentException">An option is out of range, or asks for what captions do not have.</exception>
    internal static void CheckSearch(BeamSearchOptions search)
    {
        ArgumentNullException.ThrowIfNull(search);
        search.Check();
        OptionCheck.Require(search.Best == 1, nameof(search.Best), search.Best, "1: a row has one caption; the model's Write gives more");
        OptionCheck.Require(!search.KeepAttention, nameof(search.KeepAttention), search.KeepAttention, "false, since there is no attention");
        OptionCheck.Require(search.CoveragePenalty == 0, nameof(search.CoveragePenalty), search.CoveragePenalty, "0, since there is no attention");
    }
}
