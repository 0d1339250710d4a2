using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq;

/// <summary>The network and the training of a language model.</summary>
public sealed class LanguageModelOptions : RecurrentNetworkOptions
{
    /// <summary>
    /// Cuts a column of text into tokens; trained on it where it learns. Over a column of token ids, it cuts only prompts, and
    /// joins generated tokens. Default: words, and over ids white space.
    /// </summary>
    public Tokenizer? Tokenizer { get; set; }

    /// <summary>
    /// Which tokens of a column of text get an id of their own; special tokens are chosen by the model. Default: all. Not used over
    /// ids.
    /// </summary>
    public VocabularyOptions Vocabulary { get; set; } = new();

    /// <inheritdoc cref="LanguageModelTextOptions.ContinuousText"/>
    public bool ContinuousText { get; set; }

    /// <inheritdoc cref="LanguageModelTextOptions.Steps"/>
    public int? Steps { get; set; }

    /// <inheritdoc cref="LanguageModelTextOptions.StateReset"/>
    public float StateReset { get; set; } = 0.02f;

    /// <inheritdoc cref="SequenceNetworkOptions.TieEmbeddings"/>
    public bool TieEmbeddings { get; set; }

    /// <inheritdoc cref="SequenceNetworkOptions.Softmax"/>
    public SoftmaxKind Softmax { get; set; }

    /// <inheritdoc cref="SequenceNetworkOptions.Samples"/>
    public int Samples { get; set; } = 1024;

    /// <inheritdoc cref="SequenceNetworkOptions.Cutoffs"/>
    public IReadOnlyList<int> Cutoffs { get; set; } = [];

    internal LanguageModelTextOptions TextOptions(Tokenizer tokenizer) => new()
    {
        Tokenizer = Tokenizer ?? tokenizer,
        Vocabulary = Vocabulary,
        ContinuousText = ContinuousText,
        Steps = Steps,
        StateReset = StateReset,
        WordVectors = WordVectors,
        FreezeWordVectors = FreezeWordVectors,
    };

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        TextOptions(Tokenizers.Words()).Check();

        // The number of tokens is not known yet; so many leave room for any cutoffs.
        NetworkOptions(1 << 24, 1 << 24, NetworkOutput.Softmax).Check();
    }

    /// <inheritdoc/>
    internal override SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output)
    {
        var options = base.NetworkOptions(vocabularySize, outputSize, output);
        options.Pooling = SequencePooling.None;
        (options.TieEmbeddings, options.Softmax, options.Samples, options.Cutoffs) = (TieEmbeddings, Softmax, Samples, Cutoffs);
        return options;
    }
}
