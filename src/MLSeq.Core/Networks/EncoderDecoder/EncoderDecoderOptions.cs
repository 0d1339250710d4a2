namespace MLSeq.Networks.EncoderDecoder;

/// <summary>The shape of an <see cref="EncoderDecoderNetwork"/>.</summary>
public sealed partial class EncoderDecoderOptions
{
    /// <summary>The number of source tokens, the unknown one (id 0) included.</summary>
    public int SourceVocabularySize { get; set; }

    /// <summary>The number of target tokens, the unknown one (id 0), start and end included.</summary>
    public int TargetVocabularySize { get; set; }

    /// <summary>The target token that the decoder reads before the first one. 1 by default.</summary>
    public int StartId { get; set; } = 1;

    /// <summary>The target token that ends each target. 2 by default.</summary>
    public int EndId { get; set; } = 2;

    /// <summary>The length of a token's vector, on both sides. 256 by default.</summary>
    public int EmbeddingSize { get; set; } = 256;

    /// <summary>The recurrent cell of the encoder. <see cref="RecurrentCell.Lstm"/> by default.</summary>
    public RecurrentCell EncoderCell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The recurrent cell of the decoder. <see cref="RecurrentCell.Lstm"/> by default.</summary>
    public RecurrentCell DecoderCell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of the decoder's recurrent state. 256 by default.</summary>
    public int HiddenSize { get; set; } = 256;

    /// <summary>The size of the encoder's recurrent state in each direction; 0 for that of the decoder. 0 by default.</summary>
    public int EncoderHiddenSize { get; set; }

    /// <summary>The number of recurrent layers of the encoder. 1 by default.</summary>
    public int EncoderLayers { get; set; } = 1;

    /// <summary>The number of recurrent layers of the decoder. 1 by default.</summary>
    public int DecoderLayers { get; set; } = 1;

    /// <summary>Whether the encoder's layers also read the source from its end. Yes by default.</summary>
    public bool Bidirectional { get; set; } = true;

    /// <summary>How the decoder looks at the source. <see cref="AttentionKind.General"/> by default.</summary>
    public AttentionKind Attention { get; set; } = AttentionKind.General;

    /// <summary>The hidden units of <see cref="AttentionKind.Additive"/>; 0 for as many as <see cref="HiddenSize"/>. 0 by default.</summary>
    public int AttentionSize { get; set; }

    /// <summary>
    /// Whether the decoder also reads, beside each token, the vector that the one before was told from (Luong, Pham and Manning, 2015), so that it knows
    /// where it has looked; unused without attention. Yes by default.
    /// </summary>
    public bool InputFeeding { get; set; } = true;

    /// <summary>
    /// The share of values set to zero while training, on the tokens' vectors, between recurrent layers and before the output layer. 0 (none)
    /// by default.
    /// </summary>
    public float Dropout { get; set; }

    /// <summary>Whether <see cref="Dropout"/> drops the same features at all steps of a sequence (Gal and Ghahramani, 2016). No by default.</summary>
    public bool LockedDropout { get; set; }

    /// <summary>
    /// The share of a target's probability that training spreads evenly over all tokens (Szegedy et al., 2016). Losses that are measured on
    /// held-out rows are without. 0 by default.
    /// </summary>
    public float LabelSmoothing { get; set; }

    /// <summary>
    /// The share of tokens that the decoder reads while training as it would have written them itself, its likeliest ones, and not as they are in
    /// the target (Bengio et al., 2015): it learns to go on from its own mistakes. 0 by default.
    /// </summary>
    public float ScheduledSampling { get; set; }

    /// <summary>Over how many steps of training <see cref="ScheduledSampling"/> grows in a straight line from 0. 10,000 by default.</summary>
    public int ScheduledSamplingSteps { get; set; } = 10_000;

    /// <summary>
    /// Whether the output layer's weights are the target embedding's (Press and Wolf, 2017): <see cref="EmbeddingSize"/> must then be <see cref="HiddenSize"/>.
    /// No by default.
    /// </summary>
    public bool TieEmbeddings { get; set; }

    /// <summary>Whether source and target tokens are the same, with one vector each. No by default.</summary>
    public bool ShareEmbeddings { get; set; }

    /// <summary>How a new network's weights are drawn. <see cref="WeightInitialization.Default"/> by default.</summary>
    public WeightInitialization Initialization { get; set; }

    /// <summary>The largest weight under <see cref="WeightInitialization.Uniform"/>; unused otherwise. 0.1 by default.</summary>
    public float InitRange { get; set; } = 0.1f;

    /// <summary>The length of an encoder state, of both directions together.</summary>
    internal int MemorySize => (Bidirectional ? 2 : 1) * EncoderSize;

    internal int EncoderSize => EncoderHiddenSize > 0 ? EncoderHiddenSize : HiddenSize;

    internal int AdditiveSize => AttentionSize > 0 ? AttentionSize : HiddenSize;

    internal bool Feeds => InputFeeding && Attention != AttentionKind.None;

    internal EncoderDecoderOptions Copy() => (EncoderDecoderOptions)MemberwiseClone();
}
