using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Text;
using MLSeq.Translation;

namespace MLSeq.Onnx.Tests;

/// <summary>Small translators.</summary>
internal static class TranslationModels
{
    private static readonly string[] Who = ["ein hund", "eine katze", "der mann", "die kleine frau", "zwei kinder", "Anna"];
    private static readonly string[] English = ["a dog", "a cat", "the man", "the small woman", "two children", "Anna"];
    private static readonly (string, string)[] Does = [("läuft", "runs"), ("schläft", "sleeps"), ("wartet", "waits"), ("spielt", "plays"), ("singt", "sings")];
    private static readonly (string, string)[] Where = [("im park", "in the park"), ("am see", "at the lake"), ("zu hause", "at home"), ("dort", "there")];

    /// <summary>Sentences of a small grammar, with endings of any number of numbers.</summary>
    public static List<TextPair> Sentences(int count, int seed)
    {
        var random = new Random(seed);
        var pairs = new List<TextPair>();
        for (var i = 0; i < count; i++)
        {
            var (who, does, where) = (random.Next(Who.Length), Does[random.Next(Does.Length)], Where[random.Next(Where.Length)]);
            var numbers = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => " " + random.Next(10)));
            pairs.Add(new($"{Who[who]} {does.Item1} {where.Item1}{numbers}", $"{English[who]} {does.Item2} {where.Item2}{numbers}"));
        }

        return pairs;
    }

    /// <summary>A translator that has learned a little of <see cref="Sentences"/>.</summary>
    public static TranslationModel Trained(Tokenizer tokenizer)
    {
        var pairs = Sentences(600, 1);
        var network = new EncoderDecoderOptions { EmbeddingSize = 24, HiddenSize = 32, Attention = AttentionKind.General };
        var training = new MLSeq.Networks.Training.SequenceTrainerOptions { Epochs = 6, BatchSize = 16, LearningRate = 0.01f, Threads = 1, ValidationFraction = 0 };
        return new TranslationTrainer(network, training, new() { SourceTokenizer = tokenizer, TargetTokenizer = tokenizer }).Fit(() => pairs);
    }

    /// <summary>A translator of random weights between five letters.</summary>
    public static TranslationModel Random(RecurrentCell cell, AttentionKind attention, bool feeding, int layers)
    {
        var vocabulary = Vocabulary.Build(["a", "b", "c", "d", "e"], new() { SpecialTokens = SpecialTokens.Begin | SpecialTokens.End });
        var options = new EncoderDecoderOptions
        {
            SourceVocabularySize = vocabulary.Count,
            TargetVocabularySize = vocabulary.Count,
            StartId = vocabulary.BeginId!.Value,
            EndId = vocabulary.EndId!.Value,
            EmbeddingSize = 5,
            HiddenSize = 6,
            EncoderHiddenSize = attention == AttentionKind.Dot ? 3 : 4,
            AttentionSize = 7,
            EncoderCell = cell,
            DecoderCell = cell,
            EncoderLayers = layers,
            DecoderLayers = layers,
            Attention = attention,
            InputFeeding = feeding,
            Initialization = WeightInitialization.Uniform,
            InitRange = 0.8f,
        };
        return new TranslationModel(new EncoderDecoderNetwork(options, seed: 4), Tokenizers.Whitespace(), vocabulary, Tokenizers.Whitespace(), vocabulary);
    }
}
