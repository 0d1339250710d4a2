using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Text;

namespace MLSeq.Tests.Captioning;

public class CaptionerTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly IDataView HeldOut = Data(Picture.HeldOut);

    private static readonly Lazy<SequenceCaptioningTransformer> Trained = new(() =>
        Context.Sequences().Trainers.Captioner(options: Options()).Fit(Data([.. Picture.All.Except(Picture.HeldOut)])));

    [Fact]
    public void Pictures_that_were_never_seen_are_described()
    {
        var described = Trained.Value.Transform(HeldOut);

        Assert.Equal(Picture.HeldOut.Select(p => p.Text), Captions(described));
        Assert.All(described.GetColumn<float>("LogProbability").Zip(described.GetColumn<float>("Score")), pair =>
        {
            Assert.InRange(pair.First, -2, 0);
            Assert.Equal(pair.First / Math.Pow(7, 0.7), pair.Second, 1e-4);
        });

        // The model itself gives more, and draws.
        var features = Picture.HeldOut.Select(p => p.Features).ToArray();
        Assert.All(Trained.Value.Model.Write(features, new() { Best = 2 }), best => Assert.NotEqual(best[0].Text, best[1].Text));
        Assert.All(Trained.Value.Model.Sample(features, new() { Temperature = 3, Count = 5 }), drawn => Assert.True(drawn.Distinct().Count() > 1));
    }

    [Fact]
    public void Another_search_can_be_chosen_and_is_saved()
    {
        var longer = Trained.Value.WithSearch(new() { MinLength = 9, MaxLength = 12, Width = 2 });
        using var folder = new TemporaryFolder();
        Context.Model.Save(longer, HeldOut.Schema, folder["model.zip"]);

        var loaded = Context.Model.Load(folder["model.zip"], out _);

        Assert.All(Captions(longer.Transform(HeldOut)), caption => Assert.InRange(caption.Split(' ').Length, 9, 12));
        Assert.Equal(Captions(longer.Transform(HeldOut)), Captions(loaded.Transform(HeldOut)));
        Assert.Contains("Best is 2", Message(() => Trained.Value.WithSearch(new() { Best = 2 })), StringComparison.Ordinal);
        Assert.Contains("KeepAttention", Message(() => Trained.Value.WithSearch(new() { KeepAttention = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_process_writes_the_same()
    {
        // Texts to features to captions, so that the process needs nothing but texts.
        string[] words = [.. Picture.All.SelectMany(p => p.Text!.Split(' ')).Distinct()];
        var vectors = new WordVectors(words, words.Length, [.. words.SelectMany((_, i) => words.Select((_, j) => i == j ? 1f : 0))]);
        var documents = Context.Data.LoadFromEnumerable(Picture.All.Select(p => new Document { Text = p.Text, Label = "" }));
        var model = Context.Transforms.Text.TokenizeSequence("Tokens", "Text", Tokenizers.Words())
            .Append(Context.Transforms.Text.ApplyWordVectors("Features", "Tokens", vectors, new() { Output = WordVectorOutput.Mean }))
            .Append(Context.Sequences().Trainers.Captioner("Text", "Features", Options(epochs: 3)))
            .Fit(documents);

        FreshProcess.AssertLoadsAndGivesTheSame(Context, model, documents.Schema, ["a red ball at the left", "ring", ""], "LogProbability");
    }

    [Fact]
    public void A_prediction_engine_writes_one_by_one()
    {
        using var engine = Context.Model.CreatePredictionEngine<Picture, Captioned>(Trained.Value);

        Assert.All(Picture.HeldOut, picture => Assert.Equal(picture.Text, engine.Predict(picture).Caption));
    }

    [Fact]
    public void Bad_columns_options_and_values_are_named()
    {
        SequenceCaptioningTrainer Trainer(string label = "Text", string feature = "Features") => Context.Sequences().Trainers.Captioner(label, feature, Options(1));
        Assert.Contains("There is no label column 'Caption'", Message(() => Trainer("Caption").Fit(HeldOut)), StringComparison.Ordinal);
        Assert.Contains("label column 'Any'", Message(() => Trainer("Any").Fit(HeldOut)), StringComparison.Ordinal);
        Assert.Contains("feature column 'Any' is Vector of Single; expected Vector of Single of known size", Message(() => Trainer(feature: "Any").Fit(HeldOut)), StringComparison.Ordinal);
        var other = Context.Data.LoadFromEnumerable([new Document { Frames = [1, 2] }]);
        var frames = Context.Transforms.CopyColumns("Features", "Frames").Fit(other).Transform(other);
        Assert.Contains("expected Vector of Single of size 10, as in training", Message(() => Trained.Value.Transform(frames)), StringComparison.Ordinal);
        var bad = new Picture { Text = "a" };
        bad.Features[3] = float.PositiveInfinity;
        Assert.Contains("Row 5: column 'Features'", Message(() => Trainer().Fit(Data([.. Picture.HeldOut[..5], bad]))), StringComparison.Ordinal);
        Assert.Contains("HiddenSize is 0", Message(() => Context.Sequences().Trainers.Captioner(options: new() { HiddenSize = 0 })), StringComparison.Ordinal);
        Assert.Contains("Width is 0", Message(() => Context.Sequences().Trainers.Captioner(options: new() { Search = new() { Width = 0 } })), StringComparison.Ordinal);
        Assert.Contains("the data are empty", Message(() => Trainer().Fit(Data([]))), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        Assert.Contains("SequenceCaptioningTransformer of column 'Features'", Message(() => Context.Model.SaveAsOnnx(Trained.Value, HeldOut.Schema, folder["a.onnx"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_are_of_no_account_for_an_export_of_other_columns()
    {
        var chain = new TransformerChain<ITransformer>(
            Trained.Value, Context.Transforms.Concatenate("Twice", "Features", "Features").Fit(Trained.Value.Transform(HeldOut)));
        using var folder = new TemporaryFolder();
        var report = Context.Model.SaveAsOnnx(chain, HeldOut.Schema, folder["a.onnx"], new() { OutputColumns = ["Twice"], Verify = HeldOut, Tolerance = 0 });
        Assert.Equal(["Twice"], report!.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        foreach (var cut in new[] { 100, 4000 })
        {
            var error = Saving.SavedModel.LoadChanged(Context, Trained.Value, HeldOut.Schema, "MLSeqCaptioning", bytes => bytes[..^cut]);
            Assert.True(error is InvalidDataException or EndOfStreamException or FormatException, error.ToString());
        }
    }

    private static SequenceCaptionerOptions Options(int epochs = 50) => new()
    {
        EmbeddingSize = 12,
        HiddenSize = 32,
        Epochs = epochs,
        BatchSize = 4,
        LearningRate = 0.01f,
        ValidationFraction = 0,
        Threads = 1,
    };

    private static IDataView Data(Picture[] rows) => Context.Data.LoadFromEnumerable(rows);

    private static string[] Captions(IDataView data) => [.. data.GetColumn<ReadOnlyMemory<char>>("Caption").Select(text => text.ToString())];

    private static string Message(Action action)
    {
        var error = Assert.ThrowsAny<Exception>(action);
        return error.Message + error.InnerException?.Message;
    }
}

/// <summary>What a prediction engine gives.</summary>
public sealed class Captioned
{
    /// <summary>The text.</summary>
    public string? Caption { get; set; }
}
