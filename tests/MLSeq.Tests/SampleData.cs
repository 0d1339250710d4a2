using Microsoft.ML;
using MLSeq.Text;

namespace MLSeq.Tests;

/// <summary>Documents whose class shows in some of their words, and pipelines over them.</summary>
internal static class SampleData
{
    private static readonly string[][] ClassWords =
    [
        ["goal", "match", "team", "Player", "coach"],
        ["bank", "Market", "price", "trade", "shares"],
        ["rain", "wind", "storm", "cloud", "Sun"],
    ];

    private static readonly string[] CommonWords = ["the", "a", "of", "and", "in", "today", "said", ",", "."];

    public static string[] Labels { get; } = ["sport", "economy", "weather"];

    public static IReadOnlyList<Document> Documents(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Make(random, random.Next(3), random.Next(3, 13)))];
    }

    /// <summary>Documents of all lengths, among them empty ones, one of a single token and one of 2,000.</summary>
    public static IReadOnlyList<Document> MixedDocuments(int count)
    {
        var random = new Random(3);
        var documents = new List<Document>
        {
            new() { Text = "" },
            new() { Text = "goal" },
            new() { Text = "   " },
            Make(random, 1, 2000),
            new() { Text = "unheard-of wörds, 混合 文字 and 🙂 emoji" },
            new() { Text = null },
        };
        while (documents.Count < count)
        {
            documents.Add(Make(random, random.Next(3), random.Next(0, 80)));
        }

        return documents;
    }

    public static IDataView View(MLContext ml, int count = 240, int seed = 1) => ml.Data.LoadFromEnumerable(Documents(count, seed));

    public static SequenceClassifierOptions SmallNetwork(int epochs = 8) => new()
    {
        EmbeddingSize = 12,
        HiddenSize = 12,
        Bidirectional = true,
        Epochs = epochs,
        BatchSize = 16,
        LearningRate = 0.01f,
        Threads = 1,
        Seed = 1,
    };

    public static IEstimator<ITransformer> Ids(MLContext ml, Tokenizer? tokenizer = null) =>
        ml.Transforms.Text.TokenizeSequence("Tokens", "Text", tokenizer)
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"));

    public static IEstimator<ITransformer> Multiclass(MLContext ml, SequenceClassifierOptions? options = null, Tokenizer? tokenizer = null) =>
        Ids(ml, tokenizer)
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", options ?? SmallNetwork()))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

    private static Document Make(Random random, int label, int words)
    {
        var text = new List<string>();
        var frames = new List<float>();
        var number = 0;
        for (var i = 0; i < words; i++)
        {
            // The class shows in every third word or so.
            var fromClass = random.Next(3) == 0 || i == words / 2;
            var list = fromClass ? ClassWords[label] : CommonWords;
            text.Add(list[random.Next(list.Length)]);
            frames.Add(fromClass ? label - 1 : 0);
            frames.Add((float)random.NextDouble() - 0.5f);
            number += fromClass && label == 0 ? 1 : 0;
        }

        return new Document
        {
            Text = string.Join(' ', text),
            Label = Labels[label],
            IsFirst = label == 0,
            Number = number,
            Frames = [.. frames],
        };
    }
}
