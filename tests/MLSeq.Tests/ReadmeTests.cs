using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Audio;
using MLSeq.Embeddings;
using MLSeq.Networks;
using MLSeq.Onnx.Models;
using MLSeq.Text;
using MLSeq.TriggerWords;

namespace MLSeq.Tests;

/// <summary>The examples of the package's readme, <c>src/MLSeq/README.md</c>, word for word but for the size of the networks.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_of_classifiers_runs()
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
    public void The_example_of_translation_runs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["pairs.tsv"], Enumerable.Repeat("ein hund läuft .\ta dog runs .", 60).Concat(Enumerable.Repeat("eine katze schläft .\ta cat sleeps .", 60)));

        var ml = new MLContext(seed: 1);
        var pairs = ml.Data.LoadFromTextFile<Pair>(folder["pairs.tsv"]);
        var translator = ml.Sequences().Trainers.Translator(
            "English", "German", new() { EmbeddingSize = 16, HiddenSize = 24, BatchSize = 16, LearningRate = 0.02f, Threads = 1 }).Fit(pairs);
        Assert.Equal("a dog runs .", translator.Model.Translate("ein hund läuft .").Text);
        ml.Model.SaveAsOnnx(translator, pairs.Schema, folder["de-en.onnx"]);
        var scored = ml.Transforms.ApplySequenceOnnxModel(folder["de-en.onnx"]).Fit(pairs).Transform(pairs);
        Assert.Equal(["a dog runs .", "a cat sleeps ."], scored.GetColumn<string>("Translation").Distinct());

        OnnxTranslator.Save(translator.Model, folder["de-en"]);
        using var onnx = OnnxTranslator.Load(folder["de-en"]);
        Assert.Equal("a cat sleeps .", onnx.Translate("eine katze schläft .", new() { Width = 10 }).Text);
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

    [Fact]
    public void The_example_of_speech_runs()
    {
        // Tones stand for the words seven and two.
        using var folder = new TemporaryFolder();
        var lines = new List<string>();
        var random = new Random(1);
        float[] Tone(string word) => [.. Enumerable.Range(0, 4000).Select(n => (float)((0.3 * Math.Sin(n * (word == "seven" ? 0.6 : 0.15))) + (0.01 * (random.NextDouble() - 0.5))))];
        foreach (var word in (string[])["seven", "two", "seven", "two", "seven", "two"])
        {
            WaveFile.Write(folder[$"{lines.Count}.wav"], new AudioClip(Tone(word), 16_000));
            lines.Add($"{folder[$"{lines.Count}.wav"]}\t{word}");
        }

        File.WriteAllLines(folder["recordings.tsv"], lines);
        float[] quiet = [.. Enumerable.Range(0, 16_000).Select(_ => (float)(0.01 * (random.NextDouble() - 0.5)))];
        WaveFile.Write(folder["long.wav"], new AudioClip([.. quiet, .. Tone("two"), .. quiet, .. Tone("seven"), .. quiet], 16_000));

        var ml = new MLContext(seed: 1);
        var recordings = ml.Data.LoadFromTextFile<Recording>(folder["recordings.tsv"]);
        var speech = ml.Transforms.LogMelSpectrogram("Features", "Audio")
            .Append(ml.Sequences().Trainers.Transcriber("Text", "Features", new() { HiddenSize = 8, Threads = 1, Epochs = 2 }))
            .Fit(recordings);
        ml.Model.SaveAsOnnx(speech, recordings.Schema, folder["speech.onnx"]);
        Assert.Equal(6, speech.Transform(recordings).GetColumn<ReadOnlyMemory<char>>("Transcript").Count());

        var said = ml.Data.CreateEnumerable<Recording>(recordings, reuseRowObject: false).ToLookup(r => r.Text == "seven", r => WaveFile.Read(r.Audio));
        var composer = new TriggerClipComposer(16_000, [.. said[true]], [.. said[false]], null, new() { Duration = 4 });
        var clips = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(seed => composer.Compose(seed))
            .Select(clip => new Clip { Audio = clip.Clip.Samples, Times = [.. clip.Ends.Select(end => (float)end)] }));
        var detector = ml.Sequences().Trainers.TriggerWordDetector("Times", "Audio", new() { HiddenSize = 16, Threads = 1, Epochs = 12, LearningRate = 0.02f }).Fit(clips);

        var listener = detector.Detector.CreateStream();
        var heard = new List<double>();
        foreach (var samples in WaveFile.Read(folder["long.wav"]).AtRate(16_000).Samples.Chunk(800))
        {
            foreach (var seconds in listener.Add(samples))
            {
                heard.Add(seconds);
            }
        }

        Assert.InRange(Assert.Single(heard), 2.2, 3.3);
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

    public sealed class Recording
    {
        [LoadColumn(0)]
        public string Audio { get; set; } = "";

        [LoadColumn(1)]
        public string Text { get; set; } = "";
    }

    public sealed class Clip
    {
        public float[] Audio { get; set; } = [];

        public float[] Times { get; set; } = [];
    }

    public sealed class Pair
    {
        [LoadColumn(0)]
        public string German { get; set; } = "";

        [LoadColumn(1)]
        public string English { get; set; } = "";
    }

    private sealed class Line
    {
        [LoadColumn(0)]
        public string Text { get; set; } = "";
    }
}
