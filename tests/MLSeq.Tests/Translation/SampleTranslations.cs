using Microsoft.ML;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests.Translation;

/// <summary>Words that are translated one by one; <c>Text</c> is the source and <c>Label</c> its translation.</summary>
internal static class SampleTranslations
{
    private static readonly string[] German = ["ein", "hund", "katze", "sieht", "rot"];
    private static readonly string[] English = ["a", "dog", "cat", "sees", "red"];

    public static Document[] Make(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var words = Enumerable.Range(0, 2 + random.Next(3)).Select(_ => random.Next(German.Length)).ToArray();
            return new Document { Text = string.Join(' ', words.Select(w => German[w])), Label = string.Join(' ', words.Select(w => English[w])) };
        })];
    }

    public static SequenceTranslatorOptions Options(int epochs = 12) => new()
    {
        SourceTokenizer = Tokenizers.Whitespace(),
        TargetTokenizer = Tokenizers.Whitespace(),
        Cell = RecurrentCell.Gru,
        EmbeddingSize = 16,
        HiddenSize = 24,
        EncoderHiddenSize = 12,
        Dropout = 0,
        LabelSmoothing = 0,
        Epochs = epochs,
        BatchSize = 16,
        LearningRate = 0.015f,
        Patience = 0,
        Threads = 1,
        Seed = 1,
        Search = new() { Width = 3 },
    };

    /// <summary>Both columns as ids, <c>TextIds</c> and <c>LabelIds</c>.</summary>
    public static IEstimator<ITransformer> Ids(MLContext ml) => ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Whitespace())
        .Append(ml.Transforms.Text.MapTokensToIds("TextIds", "Tokens"))
        .Append(ml.Transforms.Text.TokenizeSequence("LabelTokens", "Label", Tokenizers.Whitespace()))
        .Append(ml.Transforms.Text.MapTokensToIds("LabelIds", "LabelTokens"));
}
