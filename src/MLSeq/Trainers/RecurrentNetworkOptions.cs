using MLSeq.Embeddings;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>A recurrent network over tokens and how it is trained: what classifiers, regressors, taggers and language models share.</summary>
public abstract class RecurrentNetworkOptions : SequenceTrainingOptions
{
    private int? _embeddingSize;

    /// <summary>The recurrent cell. Default: LSTM.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of a cell's state, in each direction. Default: 128.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>How many recurrent layers are stacked. Default: 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>
    /// How many dense layers of <see cref="HiddenSize"/> tanh units follow the recurrent ones, the same at all steps. Default: 0.
    /// </summary>
    public int DenseLayers { get; set; }

    /// <summary>
    /// The size of a token's embedding; not used for frames. Default: the dimensions of <see cref="WordVectors"/>, where there
    /// are none 100.
    /// </summary>
    public int EmbeddingSize
    {
        get => _embeddingSize ?? WordVectors?.Dimensions ?? 100;
        set => _embeddingSize = value;
    }

    /// <summary>
    /// Word vectors that the embedding starts from, so that the network knows words that the training data has seldom or
    /// never. The token column's key values are looked up in them, whole or by their subwords. The unknown token (id 0)
    /// starts from the mean of those found, and words that are not found from random numbers, as without vectors. Words
    /// beyond the training data need an id:
    /// <c>MapTokensToIds("Ids", "Tokens", Vocabulary.FromTokens(vectors.Words))</c>. The vectors are not saved, only the
    /// weights that come of them. Default: none.
    /// </summary>
    public WordVectors? WordVectors { get; set; }

    /// <summary>
    /// Whether training leaves the embeddings that come from <see cref="WordVectors"/> as they are, the unknown token's
    /// among them, which saves time; words that are not found learn. Default: no, all are fine-tuned.
    /// </summary>
    public bool FreezeWordVectors { get; set; }

    /// <summary>The fraction of values dropped during training, 0 to below 1. Default: 0.</summary>
    public float Dropout { get; set; }

    /// <summary>
    /// Whether <see cref="Dropout"/> drops the same features at all steps of a sequence (Gal and Ghahramani, 2016). Default: no.
    /// </summary>
    public bool LockedDropout { get; set; }

    /// <summary>
    /// The fraction of tokens read as the unknown token during training, 0 to below 1. It gives the unknown token a meaning
    /// where the vocabulary holds every training word. Default: 0.
    /// </summary>
    public float WordDropout { get; set; }

    /// <summary>How weights are drawn at the start. Default: as suits each layer.</summary>
    public WeightInitialization Initialization { get; set; }

    /// <summary>The largest weight under <see cref="WeightInitialization.Uniform"/>; not used otherwise. Default: 0.1.</summary>
    public float InitRange { get; set; } = 0.1f;

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal virtual void Check()
    {
        if (WordVectors is null)
        {
            if (FreezeWordVectors)
            {
                throw new ArgumentException($"{nameof(FreezeWordVectors)} is true, but there are no {nameof(WordVectors)}; expected vectors, or false.");
            }
        }
        else if (_embeddingSize is { } size && size != WordVectors.Dimensions)
        {
            throw new ArgumentException(
                $"{nameof(EmbeddingSize)} is {size}, but the {nameof(WordVectors)} have {WordVectors.Dimensions} dimensions; expected the same, or none set.");
        }

        TrainerOptions(seed: 0, progress: null).Check();
    }

    /// <summary>A network over token ids with these options; callers set what they have besides.</summary>
    internal virtual SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output) => new()
    {
        VocabularySize = vocabularySize,
        EmbeddingSize = EmbeddingSize,
        Cell = Cell,
        HiddenSize = HiddenSize,
        Layers = Layers,
        DenseLayers = DenseLayers,
        Dropout = Dropout,
        LockedDropout = LockedDropout,
        WordDropout = WordDropout,
        Initialization = Initialization,
        InitRange = InitRange,
        OutputSize = outputSize,
        Output = output,
    };
}
