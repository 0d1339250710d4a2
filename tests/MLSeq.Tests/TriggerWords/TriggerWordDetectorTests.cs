using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Audio;
using MLSeq.Embeddings;
using MLSeq.TriggerWords;

namespace MLSeq.Tests.TriggerWords;

public class TriggerWordDetectorTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly TriggerClip[] Test = SampleClips.Compose(5000, 40);
    private static readonly Lazy<TriggerWordDetectingTransformer> Model = new(() => Trainer(SampleClips.Options()).Fit(Data(SampleClips.Compose(0, 80))));

    [Fact]
    public void The_word_is_heard_at_its_times()
    {
        var scored = Model.Value.Transform(Data(Test));
        var scores = new TriggerScores();
        foreach (var (times, clip) in Times(scored).Zip(Test))
        {
            scores.Add([.. times.Select(t => (double)t)], clip);
        }

        Assert.True(scores.F1 > 0.95, $"F1 {scores.F1}: {scores.Detected} detected, {scores.Missed} missed, {scores.FalseAlarms} false alarms");
        var probabilities = scored.GetColumn<float[]>("Probability").ToArray();
        Assert.All(probabilities, row => Assert.All(row, p => Assert.InRange(p, 0, 1)));
        Assert.Equal(probabilities.Select(row => Model.Value.Detector.Detect(row).Select(t => (float)t)), Times(scored));
    }

    [Fact]
    public void The_detector_of_the_pipeline_listens_bit_by_bit()
    {
        var heard = Times(Model.Value.Transform(Data(Test)));
        for (var i = 0; i < 5; i++)
        {
            var stream = Model.Value.Detector.CreateStream();
            var times = Test[i].Clip.Samples.Chunk(333).SelectMany(chunk => stream.Add(chunk)).ToList();
            times.AddRange(stream.Finish());
            Assert.Equal(heard[i], times.Select(t => (float)t));
        }
    }

    [Fact]
    public void A_stricter_detector_is_saved_and_a_fresh_process_hears_the_same_in_files()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Enumerable.Range(0, 6).Select(i => folder[$"{i}.wav"])];
        foreach (var (file, clip) in files.Zip(Test))
        {
            WaveFile.Write(file, clip.Clip);
        }

        var strict = Model.Value.WithDetection(new() { Threshold = 0.9f, LeastSteps = 5 });

        // Trained on samples, used on files: only the column's name differs.
        var schema = Context.Data.LoadFromEnumerable(Array.Empty<Document>()).Schema;
        var copied = Context.Transforms.CopyColumns("Audio", "Text").Fit(Context.Data.LoadFromEnumerable(Array.Empty<Document>()));
        var model = new TransformerChain<ITransformer>(copied, strict);
        FreshProcess.AssertLoadsAndGivesTheSame(Context, model, schema, files, "DetectedTimes");
        FreshProcess.AssertLoadsAndGivesTheSame(Context, model, schema, files, "Probability");
        Assert.NotEqual(Times(Model.Value.Transform(Data(Test[..6]))), Times(strict.Transform(Data(Test[..6]))));
    }

    [Fact]
    public void The_graph_takes_samples_and_hears_the_same()
    {
        using var folder = new TemporaryFolder();
        var data = Data([.. Test, new TriggerClip(new AudioClip([], SampleClips.Rate), [])]);
        Context.Model.SaveAsOnnx(Model.Value, data.Schema, folder["model.onnx"]);
        var scored = Context.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(data).Transform(data);
        var expected = Model.Value.Transform(data);
        var probabilities = scored.GetColumn<float[]>("Probability").ToArray();
        foreach (var (mine, graphs) in expected.GetColumn<float[]>("Probability").Zip(probabilities))
        {
            Assert.Equal(mine.Length, graphs.Length);
            Assert.All(mine.Zip(graphs), pair => Assert.Equal(pair.First, pair.Second, 2e-3));
        }

        Assert.Equal(Times(expected), probabilities.Select(row => Model.Value.Detector.Detect(row).Select(t => (float)t).ToArray()));
    }

    [Fact]
    public void Nothing_is_heard_in_nothing()
    {
        var scored = Model.Value.Transform(Context.Data.LoadFromEnumerable(new[] { new ClipRow(), new ClipRow { Audio = new float[SampleClips.Rate] } }));
        Assert.All(Times(scored), Assert.Empty);
        Assert.Equal([0, 33], scored.GetColumn<float[]>("Probability").Select(p => p.Length));
    }

    [Fact]
    public void Data_of_its_own_decides_the_best_epoch()
    {
        var options = SampleClips.Options(3);
        var model = Trainer(options).Fit(Data(SampleClips.Compose(0, 20)), Data(SampleClips.Compose(900, 10)));
        Assert.Equal(3, model.Detector.History!.Epochs.Count);
        Assert.All(model.Detector.History.Epochs, epoch => Assert.NotNull(epoch.ValidationLoss));
    }

    [Fact]
    public void Bad_columns_rows_and_options_are_named()
    {
        static string Message(Action action)
        {
            // ML.NET's worker threads wrap what a column threw.
            var error = Assert.ThrowsAny<Exception>(action);
            return error.Message + error.InnerException?.Message;
        }

        var data = Data(Test);
        Assert.Contains("label column 'Text'", Message(() => Context.Sequences().Trainers.TriggerWordDetector("Text").Fit(data)));
        Assert.Contains("audio column 'Sound'", Message(() => Context.Sequences().Trainers.TriggerWordDetector("Times", "Sound").Fit(data)));
        string Fit(params ClipRow[] rows) => Message(() => Trainer(SampleClips.Options(1)).Fit(Context.Data.LoadFromEnumerable(rows)));
        Assert.Contains("Row 0: label column 'Times' has 5; expected seconds from 0 to the end of the sound, 3.", Fit(new ClipRow { Audio = new float[12000], Times = [1, 5] }));
        Assert.Contains("has -1; expected", Fit(new ClipRow { Audio = new float[12000], Times = [1, -1] }));
        Assert.Contains("in none of which the trigger word ends", Fit(new ClipRow { Audio = new float[12000] }));
        Assert.Contains("NaN", Fit(new ClipRow { Audio = [0, float.NaN], Times = [] }));
        Assert.Contains("LabelLength", Message(() => Trainer(new() { LabelLength = 0 })).Replace("label", "Label", StringComparison.Ordinal));
        Assert.Contains("Threshold", Message(() => Trainer(new() { Detection = new() { Threshold = 0 } })));
        Assert.Contains("Normalization", Message(() => Trainer(new() { Features = new() })));
        Assert.Contains("WordVectors", Message(() => Trainer(new() { WordVectors = new WordVectors(["a"], 1, [1f]) })));
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        var error = Saving.SavedModel.LoadChanged(Context, Model.Value, Data(Test).Schema, "MLSeqTriggerWord", bytes => [.. bytes[..^200]]);
        Assert.True(error is InvalidDataException or EndOfStreamException or FormatException, error.ToString());
    }

    private static TriggerWordDetectingTrainer Trainer(TriggerWordDetectorOptions options) => Context.Sequences().Trainers.TriggerWordDetector("Times", "Audio", options);

    private static IDataView Data(IEnumerable<TriggerClip> clips) => Context.Data.LoadFromEnumerable(SampleClips.Rows(clips));

    private static float[][] Times(IDataView data) => [.. data.GetColumn<float[]>("DetectedTimes")];
}
