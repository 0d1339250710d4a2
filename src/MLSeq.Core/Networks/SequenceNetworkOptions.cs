namespace MLSeq.Networks;

/// <summary>The shape of a <see cref="SequenceNetwork"/>.</summary>
public sealed class SequenceNetworkOptions
{
    /// <summary>
    /// The number of rows of the embedding, the unknown token's (id 0) included; 0 for a network over frames.
    /// </summary>
    public int VocabularySize { get; set; }

    /// <summary>The number of values in a frame; 0 for a network over token ids.</summary>
    public int FrameSize { get; set; }

    /// <summary>The length of a token's vector; unused over frames. 100 by default.</summary>
    public int EmbeddingSize { get; set; } = 100;

    /// <summary>The recurrent cell.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of the recurrent state in each direction. 128 by default.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>The number of recurrent layers. 1 by default.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether each layer also reads the sequence from its end; its output is then twice as long.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>How the states over time become one vector. <see cref="SequencePooling.Last"/> by default.</summary>
    public SequencePooling Pooling { get; set; } = SequencePooling.Last;

    /// <summary>
    /// The share of values set to zero while training, on the input vectors, between recurrent layers and before the
    /// output layer. 0 (none) by default.
    /// </summary>
    public float Dropout { get; set; }

    /// <summary>
    /// The share of tokens read as the unknown token while training: it teaches the network to do without any one
    /// word, and gives the unknown token a meaning where the vocabulary holds every training word. 0 by default.
    /// </summary>
    public float WordDropout { get; set; }

    /// <summary>The number of outputs: of classes under <see cref="NetworkOutput.Softmax"/>, else 1.</summary>
    public int OutputSize { get; set; }

    /// <summary>What the outputs are. <see cref="NetworkOutput.Softmax"/> by default.</summary>
    public NetworkOutput Output { get; set; } = NetworkOutput.Softmax;

    internal int InputSize => FrameSize > 0 ? FrameSize : EmbeddingSize;

    internal SequenceNetworkOptions Copy() => (SequenceNetworkOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        Require((VocabularySize > 0) != (FrameSize > 0),
            $"{nameof(VocabularySize)} is {VocabularySize} and {nameof(FrameSize)} is {FrameSize}; exactly one must be positive: " +
            "the first for token ids, the second for frames.");
        Require(VocabularySize >= 0 && FrameSize >= 0, $"{nameof(VocabularySize)} and {nameof(FrameSize)} cannot be negative.");
        RequireAtLeast(FrameSize > 0 ? 1 : EmbeddingSize, 1, nameof(EmbeddingSize));
        RequireAtLeast(HiddenSize, 1, nameof(HiddenSize));
        RequireAtLeast(Layers, 1, nameof(Layers));
        Require(Dropout is >= 0 and < 1, $"{nameof(Dropout)} is {Dropout}; expected 0 up to, but not including, 1.");
        Require(WordDropout is >= 0 and < 1, $"{nameof(WordDropout)} is {WordDropout}; expected 0 up to, but not including, 1.");
        Require(Enum.IsDefined(Cell), $"{nameof(Cell)} has no value {(int)Cell}.");
        Require(Enum.IsDefined(Pooling), $"{nameof(Pooling)} has no value {(int)Pooling}.");
        Require(Enum.IsDefined(Output), $"{nameof(Output)} has no value {(int)Output}.");
        if (Output == NetworkOutput.Softmax)
        {
            RequireAtLeast(OutputSize, 2, nameof(OutputSize));
        }
        else
        {
            Require(OutputSize == 1, $"{nameof(OutputSize)} is {OutputSize}; a network with {Output} output has exactly 1.");
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
