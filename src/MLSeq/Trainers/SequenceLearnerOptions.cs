using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq;

/// <summary>The network and the training of a sequence learner.</summary>
public abstract class SequenceLearnerOptions
{
    /// <summary>The recurrent cell. Default: LSTM.</summary>
    public RecurrentCell Cell { get; set; } = RecurrentCell.Lstm;

    /// <summary>The size of a cell's state, in each direction. Default: 128.</summary>
    public int HiddenSize { get; set; } = 128;

    /// <summary>How many recurrent layers are stacked. Default: 1.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether each layer also reads the sequence backwards. Default: no.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>The size of a token's embedding; not used for frames. Default: 100.</summary>
    public int EmbeddingSize { get; set; } = 100;

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
