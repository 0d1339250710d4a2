using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Audio;
using MLSeq.Decoding.Ctc;
using MLSeq.Text;

namespace MLSeq.Tests.Transcription;

public class TranscriberTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly Recording[] Test = SampleSpeech.Make(40, seed: 8);
    private static readonly Lazy<ITransformer> Model = new(() => SampleSpeech.Pipeline(Context, SampleSpeech.Options()).Fit(Data(SampleSpeech.Make(120))));

    [Fact]
    public void Speech_is_written_down()
    {
        var scored = Model.Value.Transform(Data(Test));
        Assert.True(Right(scored) >= 37, $"{Right(scored)} of 40");
        Assert.All(scored.GetColumn<float>("LogProbability"), p => Assert.InRange(p, -20, 0));
        var scores = scored.GetColumn<float[]>("Score").ToArray();
        Assert.Equal(scored.GetColumn<float[]>("Features").Select(f => f.Length / 24 * 4), scores.Select(s => s.Length));
        Assert.All(scores[0].Chunk(4), y => Assert.Equal(1, y.Sum(v => Math.Exp(v)), 1e-4));
    }

    [Fact]
    public void Another_search_can_be_chosen_and_is_saved_without_its_language_model()
    {
        var features = Context.Transforms.LogMelSpectrogram("Features", "Samples", SampleSpeech.Features).Fit(Data(Test)).Transform(Data(Test));
        var greedy = Transcriber(Model.Value);
        var beam = greedy.WithSearch(new() { BeamWidth = 8, LabelBonus = 0.1 });
        Assert.True(Right(beam.Transform(features)) >= 37);

        // A language model that allows nothing but c.
        var only = greedy.WithSearch(new() { LanguageModel = new OnlyC(greedy.Transcriber.Vocabulary) });
        Assert.All(Texts(only.Transform(features)), text => Assert.Matches("^c*$", text));
        using var folder = new TemporaryFolder();
        Context.Model.Save(beam, features.Schema, folder["beam.zip"]);
        var loaded = Context.Model.Load(folder["beam.zip"], out _);
        Assert.Equal(Texts(beam.Transform(features)), Texts(loaded.Transform(features)));
    }

    [Fact]
    public void Files_are_transcribed_as_their_samples_are()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 5; i++)
        {
            Test[i].Path = folder[$"{i}.wav"];
            WaveFile.Write(Test[i].Path!, new AudioClip(Test[i].Samples, SampleSpeech.Rate), WaveEncoding.Float32);
        }

        var ofFiles = Context.Transforms.LogMelSpectrogram("Features", "Path", SampleSpeech.Features).Fit(Data(Test[..5])).Transform(Data(Test[..5]));
        var transcripts = Texts(Transcriber(Model.Value).Transform(ofFiles));
        Assert.Equal(Texts(Model.Value.Transform(Data(Test[..5]))), transcripts);
    }

    [Fact]
    public void A_loaded_model_is_the_saved_one()
    {
        var model = Transcriber(Model.Value);
        using var folder = new TemporaryFolder();
        Context.Model.Save(Model.Value, Data(Test).Schema, folder["model.zip"]);
        var loaded = Context.Model.Load(folder["model.zip"], out var schema);
        Assert.Equal("Samples", schema[0].Name);
        Assert.Equal(Texts(Model.Value.Transform(Data(Test))), Texts(loaded.Transform(Data(Test))));
        Assert.Equal(["LogMelTransformer", nameof(SequenceTranscribingTransformer)], FreshProcess.Stages(loaded).Select(stage => stage.GetType().Name));
        Assert.Equal(model.Transcriber.Vocabulary, Transcriber(loaded).Transcriber.Vocabulary);
    }

    [Fact]
    public void A_fresh_process_transcribes_files_the_same()
    {
        using var folder = new TemporaryFolder();
        string[] files = [.. Enumerable.Range(0, 5).Select(i => folder[$"{i}.wav"])];
        foreach (var (file, recording) in files.Zip(Test))
        {
            WaveFile.Write(file, new AudioClip(recording.Samples, SampleSpeech.Rate));
        }

        var empty = Context.Data.LoadFromEnumerable(Array.Empty<Document>());
        var model = new TransformerChain<ITransformer>(Context.Transforms.LogMelSpectrogram("Features", "Text", SampleSpeech.Features).Fit(empty), Transcriber(Model.Value));
        FreshProcess.AssertLoadsAndGivesTheSame(Context, model, empty.Schema, files, "LogProbability");
        FreshProcess.AssertLoadsAndGivesTheSame(Context, model, empty.Schema, files, "Score");
    }

    [Fact]
    public void The_graph_gives_the_engines_scores()
    {
        using var folder = new TemporaryFolder();
        var features = Context.Transforms.LogMelSpectrogram("Features", "Samples", SampleSpeech.Features).Fit(Data(Test)).Transform(Data(Test));
        var transcriber = Transcriber(Model.Value);
        Context.Model.SaveAsOnnx(transcriber, features.Schema, folder["model.onnx"]);
        var scored = Context.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(features).Transform(features);
        var expected = transcriber.Transform(features).GetColumn<float[]>("Score").ToArray();
        var found = scored.GetColumn<float[]>("Score").ToArray();
        for (var r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r].Length, found[r].Length);
            Assert.All(expected[r].Zip(found[r]), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
            Assert.Equal(transcriber.Transcriber.Read(expected[r]).Text, transcriber.Transcriber.Read(found[r]).Text);
        }
    }

    [Theory]
    [InlineData("Samples")]
    [InlineData("Path")]
    public void The_graph_of_the_whole_pipeline_takes_samples(string audio)
    {
        using var folder = new TemporaryFolder();
        var transcriber = Transcriber(Model.Value);
        var model = new TransformerChain<ITransformer>(
            Context.Transforms.LogMelSpectrogram("Features", audio, SampleSpeech.Features).Fit(Data(Test)), transcriber);
        Context.Model.SaveAsOnnx(model, Data(Test).Schema, folder["model.onnx"]);

        // The input has the column's name, and samples in it even where the column names files.
        Recording[] rows = [.. Test, new()];
        var samples = Context.Transforms.CopyColumns(audio, "Samples").Fit(Data(rows)).Transform(Data(rows));
        var scored = Context.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(samples).Transform(samples);
        var expected = Model.Value.Transform(Data(rows)).GetColumn<float[]>("Score").ToArray();
        var found = scored.GetColumn<float[]>("Score").ToArray();
        for (var r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r].Length, found[r].Length);
            Assert.All(expected[r].Zip(found[r]), pair => Assert.Equal(pair.First, pair.Second, 0.02));
            Assert.Equal(transcriber.Transcriber.Read(expected[r]).Text, transcriber.Transcriber.Read(found[r]).Text);
        }
    }

    [Fact]
    public void Texts_that_do_not_fit_are_left_out_with_a_warning()
    {
        var log = new List<string>();
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => log.Add(e.Message);
        Recording[] rows = [.. SampleSpeech.Make(20), new() { Samples = new float[600], Text = "abcabc" }];
        SampleSpeech.Pipeline(ml, SampleSpeech.Options(epochs: 1)).Fit(ml.Data.LoadFromEnumerable(rows));
        Assert.Contains(log, line => line.Contains("1 texts take more time steps than their rows have and were left out, the first in row 20: 6 for 3.", StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_columns_options_and_files_are_named()
    {
        static string Message(Action action) => Assert.ThrowsAny<Exception>(action).Message;
        var data = Data(Test);
        var features = Context.Transforms.LogMelSpectrogram("Features", "Samples", SampleSpeech.Features).Fit(data).Transform(data);
        SequenceTranscribingTrainer Trainer(string label, SequenceTranscriberOptions options) => Context.Sequences().Trainers.Transcriber(label, "Features", options);
        Assert.Contains("label column 'Number'", Message(() => Trainer("Number", SampleSpeech.Options()).Fit(features)));
        Assert.Contains("audio column 'Number'", Message(() => Context.Transforms.LogMelSpectrogram("Features", "Number").Fit(data)));
        var options = SampleSpeech.Options(1);
        options.FrameSize = 7;
        Assert.Contains("multiple of the frame size 7", Message(() => Trainer("Text", options).Fit(features)));
        options.FrameSize = 0;
        Assert.Contains("FrameSize is 0", Message(() => Trainer("Text", options)));
        Assert.Contains("BeamWidth is 0", Message(() => Trainer("Text", new() { BeamWidth = 0 })));
        Assert.Contains("Bands is 0", Message(() => Context.Transforms.LogMelSpectrogram("Features", "Samples", new() { Bands = 0 })));
        var missing = Data([new() { Path = "/nowhere/a.wav", Text = "a" }]);
        var scored = Context.Transforms.LogMelSpectrogram("Features", "Path").Fit(missing).Transform(missing);

        // ML.NET's worker threads wrap what a column threw, which wraps what the file lacks.
        var error = Assert.ThrowsAny<Exception>(() => Assert.Empty(scored.GetColumn<float[]>("Features")));
        var message = error.Message + error.InnerException?.Message;
        Assert.Contains("column 'Path'", message);
        Assert.Contains("/nowhere/a.wav", message);
    }

    [Fact]
    public void Damaged_models_are_refused()
    {
        foreach (var loader in new[] { "MLSeqTranscribing", "MLSeqLogMel" })
        {
            var error = Saving.SavedModel.LoadChanged(Context, Model.Value, Data(Test).Schema, loader, bytes => [.. bytes[..^(loader == "MLSeqLogMel" ? 12 : 200)]]);
            Assert.True(error is InvalidDataException or EndOfStreamException or FormatException, error.ToString());
        }
    }

    private static IDataView Data(Recording[] rows) => Context.Data.LoadFromEnumerable(rows);

    private static SequenceTranscribingTransformer Transcriber(ITransformer model) =>
        FreshProcess.Stages(model).OfType<SequenceTranscribingTransformer>().Single();

    private static string[] Texts(IDataView data) => [.. data.GetColumn<ReadOnlyMemory<char>>("Transcript").Select(text => text.ToString())];

    private static int Right(IDataView scored) => Texts(scored).Zip(Test).Count(pair => pair.First == pair.Second.Text);

    private sealed class OnlyC(Vocabulary vocabulary) : CtcLanguageModel
    {
        public override double Score(int label) => vocabulary[label] == "c" ? 0 : -1000;

        public override CtcLanguageModel After(int label) => this;
    }
}
