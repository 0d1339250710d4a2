using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

/// <summary>Small language models: untrained ones with weights that are drawn, and one that has learned a few lines by heart.</summary>
internal static class TinyModel
{
    public static readonly string[] Lines = ["the apple and pear salad", "a pair of shoes", "an apple a day", "the pear and the apple"];

    private static readonly Lazy<LanguageModel> LearnedByHeart = new(() => Train(Tokenizers.Words(), isContinuous: false));

    /// <summary>Knows <see cref="Lines"/>, each for itself.</summary>
    public static LanguageModel Learned => LearnedByHeart.Value;

    public static LanguageModel Random(Tokenizer tokenizer, bool isContinuous, Action<SequenceNetworkOptions>? change = null)
    {
        var codec = TokenCodec.Learn(tokenizer, new(), () => Lines, isContinuous);
        var (trained, vocabulary) = (codec.Tokenizer, codec.Vocabulary);
        var options = new SequenceNetworkOptions
        {
            VocabularySize = vocabulary.Count,
            OutputSize = vocabulary.Count,
            Pooling = SequencePooling.None,
            EmbeddingSize = 7,
            HiddenSize = 9,
            Layers = 2,
        };
        change?.Invoke(options);
        var network = new SequenceNetwork(options, 3);
        foreach (var parameter in network.Parameters)
        {
            new SeededRandom(parameter.Values.Length).Uniform(parameter.Values, 0.6);
        }

        return new LanguageModel(network, trained, vocabulary, isContinuous);
    }

    public static LanguageModel Train(Tokenizer tokenizer, bool isContinuous, Action<SequenceNetworkOptions>? change = null, int epochs = 120)
    {
        var network = new SequenceNetworkOptions { EmbeddingSize = 12, HiddenSize = 24 };
        change?.Invoke(network);
        var training = new SequenceTrainerOptions { Epochs = epochs, BatchSize = isContinuous ? 1 : 4, LearningRate = 0.02f, ValidationFraction = 0, Threads = 2 };
        return new LanguageModelTrainer(network, training, new() { Tokenizer = tokenizer, ContinuousText = isContinuous, Steps = 7 }).Fit(() => Lines);
    }
}
