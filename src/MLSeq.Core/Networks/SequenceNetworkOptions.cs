namespace MLSeq.Networks;

/// <summary>The shape of a <see cref="SequenceNetwork"/>.</summary>
public sealed partial class SequenceNetworkOptions
{
    /// <summary>
    /// The number of rows of the embedding, the unknown token's (id 0) included; 0 for a network over frames.
    /// </summary>
    public int VocabularySize { get; set; }

    /// <summary>The number of values in a frame; 0 for a network over token ids.</summary>
    public int FrameSize { get; set; }

    /// <summary>
    /// The length of a token's vector; unused over frames. 0 leaves it out: tokens are then their <see cref="Characters"/> alone. 100 by default.
    /// </summary>
    public int EmbeddingSize { get; set; } = 100;

    /// <summary>What is made of the characters of each token, or frame's token, and put behind its vector. <see cref="CharacterFeatures.None"/> by default.</summary>
    public CharacterFeatures Characters { get; set; }

    /// <summary>The number of characters, the unknown one's (id 0) included; 0 without <see cref="Characters"/>.</summary>
    public int CharacterVocabularySize { get; set; }

    /// <summary>The length of a character's vector. 25 by default.</summary>
    public int CharacterEmbeddingSize { get; set; } = 25;

    /// <summary>
    /// The length of the vector that a token's characters become: filters of a convolution, or, even, both directions of an LSTM together. 50 by default.
    /// </summary>
    public int CharacterSize { get; set; } = 50;

    /// <summary>The recurrent cell.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of the recurrent state in each direction. 128 by default.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>The number of recurrent layers. 1 by default.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether each layer also reads the sequence from its end; its output is then twice as long.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>
    /// The number of dense layers of <see cref="HiddenSize"/> tanh units above the recurrent ones: each step's state goes through them, the
    /// same at all steps, before it is pooled or answered; with <see cref="SequencePooling.Last"/> what was pooled does. 0 by default.
    /// </summary>
    public int DenseLayers { get; set; }

    /// <summary>How the states over time become one vector. <see cref="SequencePooling.Last"/> by default.</summary>
    public SequencePooling Pooling { get; set; } = SequencePooling.Last;

    /// <summary>
    /// The share of values set to zero while training, on the input vectors, between recurrent layers and before the
    /// output layer. 0 (none) by default.
    /// </summary>
    public float Dropout { get; set; }

    /// <summary>
    /// Whether <see cref="Dropout"/> drops the same features at all steps of a sequence (Gal and Ghahramani, 2016), drawn anew for each
    /// sequence and batch.
    /// </summary>
    public bool LockedDropout { get; set; }

    /// <summary>
    /// The share of tokens read as the unknown token while training: it teaches the network to do without any one
    /// word, and gives the unknown token a meaning where the vocabulary holds every training word. 0 by default.
    /// </summary>
    public float WordDropout { get; set; }

    /// <summary>
    /// The number of values of a feature vector that each sequence starts from, for instance of an image that a text is to be generated for; 0
    /// to start from zero. Not for bidirectional networks. 0 by default.
    /// </summary>
    public int StateSize { get; set; }

    /// <summary>
    /// Whether the output layer's weights are the embedding's (Press and Wolf, 2017; Inan et al., 2017): for a language model, whose
    /// outputs are its inputs' tokens. The last layer must then be as wide as the embedding.
    /// </summary>
    public bool TieEmbeddings { get; set; }

    /// <summary>How a new network's weights are drawn. <see cref="WeightInitialization.Default"/> by default.</summary>
    public WeightInitialization Initialization { get; set; }

    /// <summary>The largest weight under <see cref="WeightInitialization.Uniform"/>; unused otherwise. 0.1 by default.</summary>
    public float InitRange { get; set; } = 0.1f;

    /// <summary>
    /// The number of outputs of an answer: of labels or numbers under <see cref="NetworkOutput.Sigmoid"/> and
    /// <see cref="NetworkOutput.Linear"/>, of classes under the others.
    /// </summary>
    public int OutputSize { get; set; }

    /// <summary>What the outputs are. <see cref="NetworkOutput.Softmax"/> by default.</summary>
    public NetworkOutput Output { get; set; } = NetworkOutput.Softmax;

    /// <summary>
    /// How the softmax is trained; other than <see cref="SoftmaxKind.Full"/> for many classes, which are then in the order of falling
    /// frequency, as a vocabulary's ids are. <see cref="SoftmaxKind.Full"/> by default.
    /// </summary>
    public SoftmaxKind Softmax { get; set; }

    /// <summary>How many classes the sampled softmax draws for a batch and thread; unused otherwise. 1024 by default.</summary>
    public int Samples { get; set; } = 1024;

    /// <summary>
    /// The first class of each cluster of the adaptive softmax, rising; the classes below the first cutoff are in none. Empty for a
    /// twentieth and a fourth of the classes, the default. Unused otherwise.
    /// </summary>
    public IReadOnlyList<int> Cutoffs { get; set; } = [];

    internal int InputSize => (FrameSize > 0 ? FrameSize : EmbeddingSize) + (Characters == CharacterFeatures.None ? 0 : CharacterSize);

    /// <summary>The length of the vector that an answer is made from.</summary>
    internal int StateVectorSize => DenseLayers > 0 || !Bidirectional ? HiddenSize : 2 * HiddenSize;

    /// <summary>The cutoffs of the adaptive softmax, the chosen ones or the default.</summary>
    internal IReadOnlyList<int> ClusterStarts =>
        Cutoffs.Count > 0 ? [.. Cutoffs] : [Math.Max(1, OutputSize / 20), Math.Max(2, OutputSize / 4)];

    internal SequenceNetworkOptions Copy() => (SequenceNetworkOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        Require((VocabularySize > 0) != (FrameSize > 0),
            $"{nameof(VocabularySize)} is {VocabularySize} and {nameof(FrameSize)} is {FrameSize}; exactly one must be positive: " +
            "the first for token ids, the second for frames.");
        Require(VocabularySize >= 0 && FrameSize >= 0, $"{nameof(VocabularySize)} and {nameof(FrameSize)} cannot be negative.");
        Require(Enum.IsDefined(Characters), $"{nameof(Characters)} has no value {(int)Characters}.");
        RequireAtLeast(FrameSize > 0 ? 1 : EmbeddingSize, Characters == CharacterFeatures.None ? 1 : 0, nameof(EmbeddingSize));
        if (Characters != CharacterFeatures.None)
        {
            RequireAtLeast(CharacterVocabularySize, 1, nameof(CharacterVocabularySize));
            RequireAtLeast(CharacterEmbeddingSize, 1, nameof(CharacterEmbeddingSize));
            RequireAtLeast(CharacterSize, 1, nameof(CharacterSize));
            Require(Characters != CharacterFeatures.Lstm || CharacterSize % 2 == 0,
                $"{nameof(CharacterSize)} is {CharacterSize}; expected an even number, half for each direction of the LSTM.");
        }

        RequireAtLeast(HiddenSize, 1, nameof(HiddenSize));
        RequireAtLeast(Layers, 1, nameof(Layers));
        RequireAtLeast(DenseLayers, 0, nameof(DenseLayers));
        RequireAtLeast(StateSize, 0, nameof(StateSize));
        Require(StateSize == 0 || !Bidirectional, $"{nameof(StateSize)} is {StateSize}; expected 0 in a bidirectional network, which starts at both ends.");
        Require(Dropout is >= 0 and < 1, $"{nameof(Dropout)} is {Dropout}; expected 0 up to, but not including, 1.");
        Require(WordDropout is >= 0 and < 1, $"{nameof(WordDropout)} is {WordDropout}; expected 0 up to, but not including, 1.");
        Require(Enum.IsDefined(Cell), $"{nameof(Cell)} has no value {(int)Cell}.");
        Require(Enum.IsDefined(Initialization), $"{nameof(Initialization)} has no value {(int)Initialization}.");
        Require(float.IsFinite(InitRange) && InitRange > 0, $"{nameof(InitRange)} is {InitRange}; expected a positive number.");
        Require(Enum.IsDefined(Pooling), $"{nameof(Pooling)} has no value {(int)Pooling}.");
        Require(Enum.IsDefined(Output), $"{nameof(Output)} has no value {(int)Output}.");
        RequireAtLeast(OutputSize, Output is NetworkOutput.Sigmoid or NetworkOutput.Linear ? 1 : 2, nameof(OutputSize));
        Require(Output is not (NetworkOutput.ConditionalRandomField or NetworkOutput.ConnectionistTemporalClassification) || Pooling == SequencePooling.None,
            $"{nameof(Output)} is {Output} and {nameof(Pooling)} {Pooling}; such an output answers each step: expected {SequencePooling.None}.");
        CheckSoftmax();
        if (TieEmbeddings)
        {
            Require(VocabularySize > 0 && OutputSize == VocabularySize && Output == NetworkOutput.Softmax,
                $"{nameof(TieEmbeddings)}: expected token ids in and as many classes out, not {VocabularySize} and {OutputSize}.");
            Require(StateVectorSize == EmbeddingSize,
                $"{nameof(TieEmbeddings)}: {nameof(EmbeddingSize)} is {EmbeddingSize}; expected the last layer's size, {StateVectorSize}.");
        }
    }

    private void CheckSoftmax()
    {
        Require(Enum.IsDefined(Softmax), $"{nameof(Softmax)} has no value {(int)Softmax}.");
        RequireAtLeast(Samples, 1, nameof(Samples));
        Require(Cutoffs is not null, $"{nameof(Cutoffs)} are null; expected an empty list for the default ones.");
        if (Softmax == SoftmaxKind.Full)
        {
            return;
        }

        Require(Output == NetworkOutput.Softmax, $"{nameof(Softmax)} is {Softmax}, but {nameof(Output)} is {Output}; expected {NetworkOutput.Softmax}.");
        Require(!TieEmbeddings, $"{nameof(TieEmbeddings)}: the weights of a {Softmax} softmax cannot be the embedding's; expected {SoftmaxKind.Full}.");
        if (Softmax == SoftmaxKind.Adaptive)
        {
            var cutoffs = ClusterStarts;
            Require(cutoffs.Count <= 64 && cutoffs[0] >= 1 && cutoffs[^1] < OutputSize && cutoffs.Zip(cutoffs.Skip(1)).All(pair => pair.First < pair.Second),
                $"{nameof(Cutoffs)} are {string.Join(", ", cutoffs)}; expected up to 64 rising numbers from 1 to below the number of classes, {OutputSize}.");
        }
    }

    private static void RequireAtLeast(int value, int least, string name) =>
        Require(value >= least, $"{name} is {value}; expected at least {least}.");

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
