using MLSeq.Decoding.Beams;
using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq;

/// <summary>Options of <c>Sequences().Trainers.Translator</c>.</summary>
public sealed class SequenceTranslatorOptions : RecurrentLayerOptions
{
    private int? _embeddingSize;

    /// <summary>Makes options: states of 256 values, a dropout of 0.3, and 64 pairs in a batch.</summary>
    public SequenceTranslatorOptions() => (HiddenSize, Dropout, BatchSize) = (256, 0.3f, 64);

    /// <summary>The recurrent cell of the encoder; null for <see cref="RecurrentLayerOptions.Cell"/>, the decoder's. Default: null.</summary>
    public RecurrentCell? EncoderCell { get; set; }

    /// <summary>
    /// The size of the encoder's state, in each direction; 0 for <see cref="RecurrentLayerOptions.HiddenSize"/>, the decoder's. Default: 0.
    /// </summary>
    public int EncoderHiddenSize { get; set; }

    /// <summary>How many recurrent layers of the encoder are stacked; 0 for <see cref="RecurrentLayerOptions.Layers"/>, the decoder's. Default: 0.</summary>
    public int EncoderLayers { get; set; }

    /// <summary>Whether the encoder also reads the source backwards. Default: yes.</summary>
    public bool Bidirectional { get; set; } = true;

    /// <summary>The size of a token's embedding, on both sides. Default: 256; with <see cref="TieEmbeddings"/> the size of the decoder's state.</summary>
    public int EmbeddingSize
    {
        get => _embeddingSize ?? (TieEmbeddings ? HiddenSize : 256);
        set => _embeddingSize = value;
    }

    /// <summary>How the decoder looks at the source. Default: <see cref="AttentionKind.General"/>.</summary>
    public AttentionKind Attention { get; set; } = AttentionKind.General;

    /// <inheritdoc cref="EncoderDecoderOptions.AttentionSize"/>
    public int AttentionSize { get; set; }

    /// <inheritdoc cref="EncoderDecoderOptions.InputFeeding"/>
    public bool InputFeeding { get; set; } = true;

    /// <summary>
    /// The share of a target's probability that training spreads evenly over all tokens (Szegedy et al., 2016); the losses of held-out rows are without.
    /// Default: 0.1.
    /// </summary>
    public float LabelSmoothing { get; set; } = 0.1f;

    /// <inheritdoc cref="EncoderDecoderOptions.ScheduledSampling"/>
    public float ScheduledSampling { get; set; }

    /// <inheritdoc cref="EncoderDecoderOptions.ScheduledSamplingSteps"/>
    public int ScheduledSamplingSteps { get; set; } = 10_000;

    /// <summary>Whether the output layer's weights are the target embedding's (Press and Wolf, 2017). Default: no.</summary>
    public bool TieEmbeddings { get; set; }

    /// <summary>
    /// Whether both sides have the same tokens, with one embedding: one tokenizer, <see cref="SourceTokenizer"/>, and one vocabulary, by
    /// <see cref="SourceVocabulary"/>, learned from both; columns of token ids must have the same key values. Default: no.
    /// </summary>
    public bool ShareEmbeddings { get; set; }

    /// <summary>Cuts a source column of text into tokens; trained on it where it learns. Not used over token ids. Default: 8,000 byte pairs.</summary>
    public Tokenizer? SourceTokenizer { get; set; }

    /// <summary>
    /// Cuts a target column of text into tokens; trained on it where it learns. It also puts the tokens of translations together, of a column of token
    /// ids as well. Default: 8,000 byte pairs, and over ids white space.
    /// </summary>
    public Tokenizer? TargetTokenizer { get; set; }

    /// <summary>Which tokens of a source column of text get an id of their own; special tokens are chosen by the model. Default: all.</summary>
    public VocabularyOptions SourceVocabulary { get; set; } = new();

    /// <summary>Which tokens of a target column of text get an id of their own; special tokens are chosen by the model. Default: all.</summary>
    public VocabularyOptions TargetVocabulary { get; set; } = new();

    /// <summary>The most tokens in a source or target to learn from; rows with a longer or an empty one are left out, with a warning in the log. Default: 1,000.</summary>
    public int MaxTokens { get; set; } = 1000;

    /// <summary>
    /// How translations are searched for, and what is told of them: also see <see cref="BeamSearchOptions.Best"/> and
    /// <see cref="BeamSearchOptions.KeepAttention"/>. The transformer can be given another search later. Default: the best of a beam of 5.
    /// </summary>
    public BeamSearchOptions Search { get; set; } = new();

    /// <summary>
    /// Whether each unknown token of a translation becomes the token of the source that the model looked at most. For models with attention.
    /// Default: no.
    /// </summary>
    public bool ReplaceUnknown { get; set; }

    internal TranslationTextOptions TextOptions(bool isSourceText = true, bool isTargetText = true) => new()
    {
        SourceTokenizer = isSourceText ? SourceTokenizer ?? Tokenizers.BytePairs() : Tokenizers.Whitespace(),
        TargetTokenizer = TargetTokenizer ?? (isTargetText ? Tokenizers.BytePairs() : Tokenizers.Whitespace()),
        SourceVocabulary = SourceVocabulary,
        TargetVocabulary = TargetVocabulary,
        Shared = ShareEmbeddings,
        MaxTokens = MaxTokens,
    };

    /// <summary>The network's shape, but for the sizes of its vocabularies.</summary>
    internal EncoderDecoderOptions NetworkOptions() => new()
    {
        EmbeddingSize = EmbeddingSize,
        EncoderCell = EncoderCell ?? Cell,
        DecoderCell = Cell,
        HiddenSize = HiddenSize,
        EncoderHiddenSize = EncoderHiddenSize,
        EncoderLayers = EncoderLayers == 0 ? Layers : EncoderLayers,
        DecoderLayers = Layers,
        Bidirectional = Bidirectional,
        Attention = Attention,
        AttentionSize = AttentionSize,
        InputFeeding = InputFeeding,
        Dropout = Dropout,
        LockedDropout = LockedDropout,
        LabelSmoothing = LabelSmoothing,
        ScheduledSampling = ScheduledSampling,
        ScheduledSamplingSteps = ScheduledSamplingSteps,
        TieEmbeddings = TieEmbeddings,
        ShareEmbeddings = ShareEmbeddings,
        Initialization = Initialization,
        InitRange = InitRange,
    };

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        TrainerOptions(seed: 0, progress: null).Check();
        TextOptions().Check();
        OptionCheck.Require(EncoderLayers >= 0, nameof(EncoderLayers), EncoderLayers, $"0 for as many as {nameof(Layers)}, or more");

        // The numbers of tokens are not known yet; special ones there always are.
        var network = NetworkOptions();
        (network.SourceVocabularySize, network.TargetVocabularySize) = (3, 3);
        network.Check();
        ArgumentNullException.ThrowIfNull(Search);
        TranslationSearch.Check(Search, ReplaceUnknown, Attention);
    }
}
