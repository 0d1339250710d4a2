using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Text;

namespace MLSeq.Tests;

/// <summary>The README's example, word for word but for the size of the network.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        using var folder = new TemporaryFolder();
        var reviews = folder["reviews.tsv"];
        File.WriteAllLines(reviews, ["Text\tLabel", .. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"a fine film {i}\tgood" : $"a dull film {i}\tbad")]);

        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromTextFile<Review>(reviews, hasHeader: true);

        var pipeline = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new() { MaxSize = 20_000, MinCount = 2 }))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids",
                new() { Cell = RecurrentCell.Lstm, HiddenSize = 8, Bidirectional = true, LearningRate = 0.05f }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        var model = pipeline.Fit(data);
        ml.Model.Save(model, data.Schema, folder["sentiment.zip"]);
        ml.Model.SaveAsOnnx(model, data.Schema, folder["sentiment.onnx"]);
        var scored = ml.Transforms.ApplySequenceOnnxModel(folder["sentiment.onnx"]).Fit(data).Transform(data);

        var expected = ml.Data.CreateEnumerable<Scored>(model.Transform(data), reuseRowObject: false).Select(r => r.PredictedLabel).ToList();
        Assert.Equal(40, expected.Count);
        Assert.Equal(expected, ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false).Select(r => r.PredictedLabel));
        Assert.Equal(1, ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy);
    }

    [Fact]
    public void The_example_of_language_models_runs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["lines.txt"], Enumerable.Repeat("The cat sat on the mat.", 200));

        var ml = new MLContext(seed: 1);
        var lines = ml.Data.LoadFromTextFile<Line>(folder["lines.txt"]);
        var writer = ml.Sequences().Trainers.LanguageModel(
            "Text", new() { Tokenizer = Tokenizers.Characters(), HiddenSize = 32, LearningRate = 0.02f, Threads = 1 }).Fit(lines);

        Assert.Equal("The cat sat on the mat.", writer.Generate("The ", new() { Temperature = 0, MaxTokens = 200, Seed = 1 }));
    }

    [Fact]
    public void The_example_of_word_vectors_runs()
    {
        using var folder = new TemporaryFolder();
        string[] words = ["man", "king", "woman", "queen", "breakfast", "cereal", "dinner", "lunch", "france"];
        float[] values = [1, 0, 0, 1, 2, 0, 1, 1, 0, 1, 2.1f, 0, 0, 0, 3, 0, 0.9f, 3, 0, 0, 3.2f, 0, 0.1f, 3, 1, 3, 1];
        new WordVectors(words, 3, values).Save(folder["vectors.bin"], WordVectorFormat.Word2Vec);

        using var vectors = WordVectors.Load(folder["vectors.bin"]);
        var nearest = new List<string>();
        foreach (var (word, similarity) in vectors.MostSimilar("france"))
        {
            nearest.Add($"{word} {similarity:F2}");
        }

        Assert.Equal(8, nearest.Count);
        Assert.Equal("queen", vectors.Analogy("man", "king", "woman")[0].Word);
        Assert.Equal("cereal", vectors.DoesntMatch(["breakfast", "cereal", "dinner", "lunch"]));

        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(i => new Review { Text = i % 2 == 0 ? "king man" : "lunch cereal", Label = i % 2 == 0 ? "people" : "food" }));
        var averaged = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
            .Append(ml.Transforms.Text.ApplyWordVectors("Features", "Tokens", vectors, new() { Output = WordVectorOutput.Mean }));
        var first = averaged.Fit(data).Transform(data).GetColumn<float[]>("Features").First();
        Assert.Equal([1, 1, 0], first);

        var network = ml.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", new() { WordVectors = vectors, HiddenSize = 8, LearningRate = 0.05f }));
        Assert.Equal(1, ml.MulticlassClassification.Evaluate(network.Fit(data).Transform(data)).MicroAccuracy);
    }

    public class Review
    {
        [LoadColumn(0)]
        public string Text { get; set; } = "";

        [LoadColumn(1)]
        public string Label { get; set; } = "";
    }

    public sealed class Scored
    {
        public string PredictedLabel { get; set; } = "";
    }

    private sealed class Line
    {
        [LoadColumn(0)]
        public string Text { get; set; } = "";
    }
}
