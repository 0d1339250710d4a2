using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Benchmarks;

/// <summary>A network and its batches, the same for MLSeq and for PyTorch.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Vocabulary">The number of tokens.</param>
/// <param name="Embedding">The length of a token's vector.</param>
/// <param name="Hidden">The units of each LSTM layer and direction.</param>
/// <param name="Layers">The number of layers.</param>
/// <param name="Bidirectional">Whether they read both ways.</param>
/// <param name="Batch">The sequences in a batch.</param>
/// <param name="Steps">Their length.</param>
/// <param name="Outputs">The number of classes.</param>
/// <param name="EachStep">Whether each step is classified.</param>
/// <param name="CarriesState">Whether a batch goes on from where the one before ended.</param>
internal sealed record TrainingConfiguration(
    string Name, int Vocabulary, int Embedding, int Hidden, int Layers, bool Bidirectional, int Batch, int Steps, int Outputs, bool EachStep, bool CarriesState)
{
    public static IReadOnlyList<TrainingConfiguration> All { get; } =
    [
        new("lm", 10_000, 200, 200, 2, false, 20, 20, 10_000, EachStep: true, CarriesState: true),
        new("classifier", 20_000, 100, 128, 1, false, 64, 50, 2, EachStep: false, CarriesState: false),
        new("tagger", 20_000, 100, 100, 1, true, 32, 25, 17, EachStep: true, CarriesState: false),
        new("char-lm", 65, 64, 256, 1, false, 50, 50, 65, EachStep: true, CarriesState: true),
        new("lstm-512", 10_000, 512, 512, 1, false, 64, 50, 2, EachStep: false, CarriesState: false),
    ];

    public SequenceNetworkOptions Network => new()
    {
        VocabularySize = Vocabulary,
        EmbeddingSize = Embedding,
        HiddenSize = Hidden,
        Layers = Layers,
        Bidirectional = Bidirectional,
        Pooling = EachStep ? SequencePooling.None : SequencePooling.Last,
        OutputSize = Outputs,
    };

    public SequenceTrainerOptions Training => CarriesState && Outputs == Vocabulary && Layers == 2
        ? new() { Optimizer = Optimizer.Sgd, LearningRate = 1, ClipNorm = 5 }
        : new();

    /// <summary>
    /// The multiplications and additions of a token's training step in matrix products: forward once, back twice. Where a batch has tokens again and
    /// again (char-lm), MLSeq saves some of them, so that its share of the peak is above what it does.
    /// </summary>
    public double FlopsPerToken
    {
        get
        {
            var (directions, input, flops) = (Bidirectional ? 2 : 1, Embedding, 0d);
            for (var layer = 0; layer < Layers; layer++)
            {
                flops += directions * 2d * 4 * Hidden * (input + Hidden);
                input = directions * Hidden;
            }

            return 3 * (flops + (2d * input * Outputs / (EachStep ? 1 : Steps)));
        }
    }

    /// <summary>The arguments of PyTorch's script.</summary>
    public string[] Arguments(double seconds) =>
    [
        Peer.Number(seconds), $"{Vocabulary}", $"{Embedding}", $"{Hidden}", $"{Layers}", Bidirectional ? "1" : "0", $"{Batch}", $"{Steps}", $"{Outputs}",
        EachStep ? "1" : "0", CarriesState ? "1" : "0", Training.Optimizer == Optimizer.Sgd ? "sgd" : "adam",
    ];
}
