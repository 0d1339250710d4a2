using MLSeq.Embeddings;
using MLSeq.Networks;

namespace MLSeq;

/// <summary>A recurrent network over tokens and how it is trained: what classifiers, regressors, taggers and language models share.</summary>
public abstract class RecurrentNetworkOptions : RecurrentLayerOptions
{
    private int? _embeddingSize;

    /// <summary>
    /// How many dense layers of <see cref="RecurrentLayerOptions.HiddenSize"/> tanh units follow the recurrent ones, the same at all steps. Default: 0.
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

    /// <summary>
    /// The fraction of tokens read as the unknown token during training, 0 to below 1. It gives the unknown token a meaning
    /// where the vocabulary holds every training word. Default: 0.
    /// </summary>
    public float WordDropout { get; set; }

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
