using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>The network and the training of a sequence learner.</summary>
public abstract class SequenceLearnerOptions
{
    private int? _embeddingSize;

    /// <summary>The recurrent cell. Default: LSTM.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of a cell's state, in each direction. Default: 128.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>How many recurrent layers are stacked. Default: 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether each layer also reads the sequence backwards. Default: no.</summary>
    public bool Bidirectional { get; set; }

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
    /// never. The feature column's key values are looked up in them, whole or by their subwords. The unknown token (id 0)
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

    /// <summary>How the states over time become one vector. Default: the last state of each direction.</summary>
    public SequencePooling Pooling { get; set; } = SequencePooling.Last;

    /// <summary>The fraction of values dropped during training, 0 to below 1. Default: 0.</summary>
    public float Dropout { get; set; }

    /// <summary>
    /// The fraction of tokens read as the unknown token during training, 0 to below 1. It gives the unknown token a meaning
    /// where the vocabulary holds every training word. Default: 0.
    /// </summary>
    public float WordDropout { get; set; }

    /// <summary>How often the data is gone through, at most. Default: 10.</summary>
    public int Epochs { get; set; } = 10;

    /// <summary>How many examples a training step takes. Default: 32.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>The step size of Adam. Default: 0.001.</summary>
    public float LearningRate { get; set; } = 1e-3f;

    /// <summary>What each epoch after the first <see cref="DecayAfter"/> multiplies the step size by, above 0 and at most 1. Default: 1.</summary>
    public float Decay { get; set; } = 1;

    /// <summary>How many epochs train at the full <see cref="LearningRate"/> before <see cref="Decay"/> sets in. Default: 1.</summary>
    public int DecayAfter { get; set; } = 1;

    /// <summary>The largest global norm of a step's gradients; 0 for no limit. Default: 5.</summary>
    public float ClipNorm { get; set; } = 5;

    /// <summary>The fraction of the rows held out to find the best epoch; 0 for none. Default: 0.1.</summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>After how many epochs without a better validation loss training ends; 0 for never. Default: 2.</summary>
    public int Patience { get; set; } = 2;

    /// <summary>How many threads train; 0 for all cores. Default: 0.</summary>
    public int Threads { get; set; }

    /// <summary>The seed of all randomness; null to take it from the <c>MLContext</c>. Default: null.</summary>
    public int? Seed { get; set; }

    /// <summary>How many examples are shuffled together: bounds the memory. Default: 16384.</summary>
    public int ShufflePoolSize { get; set; } = 16384;

    /// <summary>
    /// How many values of a vector of Single make one time step; 0 where the feature column holds token ids. Default: 0.
    /// </summary>
    public int FrameSize { get; set; }

    /// <summary>The column of example weights, Single of at least 0; null for none. Default: null.</summary>
    public string? ExampleWeightColumnName { get; set; }

    /// <summary>Receives progress several times an epoch, on the training thread. Default: none.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends the training with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        if (FrameSize < 0)
        {
            throw new ArgumentException($"{nameof(FrameSize)} is {FrameSize}; expected 0 for token ids, or the number of values of a time step.");
        }

        if (WordVectors is null)
        {
            if (FreezeWordVectors)
            {
                throw new ArgumentException($"{nameof(FreezeWordVectors)} is true, but there are no {nameof(WordVectors)}; expected vectors, or false.");
            }
        }
        else if (FrameSize > 0)
        {
            throw new ArgumentException(
                $"{nameof(WordVectors)} are given, but {nameof(FrameSize)} is {FrameSize}; expected 0, since word vectors are for token ids.");
        }
        else if (_embeddingSize is { } size && size != WordVectors.Dimensions)
        {
            throw new ArgumentException(
                $"{nameof(EmbeddingSize)} is {size}, but the {nameof(WordVectors)} have {WordVectors.Dimensions} dimensions; expected the same, or none set.");
        }

        TrainerOptions(seed: 0, progress: null).Check();
        NetworkOptions(vocabularySize: FrameSize > 0 ? 0 : 1, outputSize: 1, NetworkOutput.Linear).Check();
    }

    internal SequenceTrainerOptions TrainerOptions(int seed, IProgress<TrainingProgress>? progress) => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        LearningRate = LearningRate,
        Decay = Decay,
        DecayAfter = DecayAfter,
        ClipNorm = ClipNorm,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
        Threads = Threads,
        Seed = seed,
        ShufflePoolSize = ShufflePoolSize,
        Progress = progress,
        CancellationToken = CancellationToken,
    };

    internal SequenceNetworkOptions NetworkOptions(int vocabularySize, int outputSize, NetworkOutput output) => new()
    {
        VocabularySize = vocabularySize,
        FrameSize = FrameSize,
        EmbeddingSize = EmbeddingSize,
        Cell = Cell,
        HiddenSize = HiddenSize,
        Layers = Layers,
        Bidirectional = Bidirectional,
        Pooling = Pooling,
        Dropout = Dropout,
        WordDropout = WordDropout,
        OutputSize = outputSize,
        Output = output,
    };
}
