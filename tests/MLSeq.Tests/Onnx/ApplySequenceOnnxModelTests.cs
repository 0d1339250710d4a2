using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Tests.Onnx;

public sealed class ApplySequenceOnnxModelTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public ApplySequenceOnnxModelTests() => Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, ModelFile);

    private string ModelFile => _folder["model.onnx"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_the_engines_scores_in_row_order_across_windows()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(500));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(batch: 8, window: 60)).Fit(data);
        Assert.Equal("cpu", transformer.Device);
        var scored = transformer.Transform(data);
        AssertSame(Models.Multiclass.Transform(data), scored);
        Assert.Equal(data.GetColumn<ReadOnlyMemory<char>>("Text").Select(t => t.ToString()), scored.GetColumn<ReadOnlyMemory<char>>("Text").Select(t => t.ToString()));
        Assert.Equal(data.GetColumn<float[]>("Frames"), scored.GetColumn<float[]>("Frames"));
    }

    [Fact]
    public void Evaluates_like_a_trained_model()
    {
        var data = Models.Context.Data.LoadFromEnumerable(SampleData.Documents(100, seed: 4));
        var expected = _ml.MulticlassClassification.Evaluate(Models.Multiclass.Transform(data));
        // The label's keys in the order of the scores, which the model knows from training.
        var keys = ((IEnumerable<ITransformer>)Models.Multiclass).Skip(1).First().Transform(data);
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(ModelFile).Fit(keys);
        var metrics = _ml.MulticlassClassification.Evaluate(transformer.Transform(keys));
        Assert.Equal(expected.MicroAccuracy, metrics.MicroAccuracy, 1e-6);
        Assert.Equal(expected.LogLoss, metrics.LogLoss, 1e-4);
    }

    [Fact]
    public void Weights_beside_the_model_go_into_what_is_saved_and_out_of_it_again()
    {
        Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, ModelFile, new() { ExternalWeights = true });
        var data = _ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(50));
        using (var transformer = _ml.Transforms.ApplySequenceOnnxModel(ModelFile).Fit(data))
        {
            _ml.Model.Save(transformer, data.Schema, _folder["scoring.zip"]);
            var weights = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(ModelFile)!, "*.data"));
            File.Delete(weights);
            var error = Assert.ThrowsAny<Exception>(() => _ml.Model.Save(transformer, data.Schema, _folder["other.zip"]));
            Assert.Contains(weights, error.GetBaseException().Message, StringComparison.Ordinal);
        }

        var loaded = new MLContext().Model.Load(_folder["scoring.zip"], out _);
        _ml.Model.Save(loaded, data.Schema, _folder["again.zip"]);
        ((IDisposable)loaded).Dispose();
        var again = new MLContext().Model.Load(_folder["again.zip"], out _);
        AssertSame(Models.Multiclass.Transform(data), again.Transform(data));
        ((IDisposable)again).Dispose();
    }

    [Fact]
    public void Reads_no_more_than_it_must()
    {
        var read = 0;
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(1000).Select(document =>
        {
            read++;
            return document;
        }));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(batch: 16, window: 64)).Fit(data);
        var scored = transformer.Transform(data);
        Assert.Equal(0, read);
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.True(cursor.MoveNext());
        Assert.InRange(read, 1, 64);
        Assert.False(cursor.IsColumnActive(scored.Schema["PredictedLabel"]));
        Assert.False(cursor.IsColumnActive(scored.Schema["Text"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<ReadOnlyMemory<char>>(scored.Schema["Text"]));
    }

    [Fact]
    public void Does_not_score_what_nobody_asks_for()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(20));
        using var source = new CancellationTokenSource();
        var options = Options(8, 16);
        options.CancellationToken = source.Token;
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        var scored = transformer.Transform(data);
        using var cursor = scored.GetRowCursor([scored.Schema["Number"]]);
        Assert.False(cursor.IsColumnActive(scored.Schema["Text"]));
        Assert.Equal(SampleData.Documents(20).Select(document => document.Number), scored.GetColumn<float>("Number"));
    }

    [Fact]
    public void Cursors_of_a_set_share_the_work_and_lose_no_row()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(300));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(8, 32)).Fit(data);
        var scored = transformer.Transform(data);
        var expected = scored.GetColumn<float[]>("Score").Select(row => row[0]).Order().ToList();
        var column = scored.Schema["Score"];
        var cursors = scored.GetRowCursorSet([column], 4);
        Assert.NotEmpty(cursors);
        var parts = new List<float>[cursors.Length];
        Parallel.For(0, cursors.Length, i =>
        {
            using var cursor = cursors[i];
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> value = default;
            parts[i] = [];
            while (cursor.MoveNext())
            {
                getter(ref value);
                parts[i].Add(value.GetItemOrDefault(0));
            }
        });
        Assert.Equal(expected, parts.SelectMany(part => part).Order());
    }

    [Fact]
    public void Many_threads_share_one_transformer()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(150));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(4, 16)).Fit(data);
        var expected = transformer.Transform(data).GetColumn<float[]>("Score").ToList();
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ =>
            Assert.Equal(expected, transformer.Transform(data).GetColumn<float[]>("Score")));
        Assert.Equal(17 * 150, transformer.Metrics.Rows);
        Assert.InRange(transformer.Metrics.PaddingShare, 0.001, 0.5);
        Assert.Equal("cpu", transformer.Metrics.Device);
    }

    [Fact]
    public void What_the_source_throws_comes_after_the_rows_before_it()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(100).Select((document, i) => i < 70 ? document : throw new InvalidDataException("line 71 is damaged")));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(8, 16)).Fit(data);
        var rows = 0;

        // ML.NET may wrap what a source throws.
        var error = Assert.ThrowsAny<Exception>(() => transformer.Transform(data).GetColumn<float[]>("Score").All(_ => rows++ >= 0));

        Assert.Equal("line 71 is damaged", error.GetBaseException().Message);
        Assert.Equal(70, rows);
    }

    [Fact]
    public void A_cursor_may_be_left_at_any_row()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(200));
        for (var rows = 0; rows < 60; rows += 7)
        {
            // The model is let go of at once: a run that went on would end the process.
            using var transformer = _ml.Transforms.ApplySequenceOnnxModel(Options(2, 8)).Fit(data);
            Assert.Equal(rows, transformer.Transform(data).GetColumn<float[]>("Score").Take(rows).Count());
        }
    }

    [Fact]
    public void Cancels_between_any_two_rows()
    {
        using var source = new CancellationTokenSource();
        var options = Options(8, 16);
        options.CancellationToken = source.Token;
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(100));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        var rows = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in transformer.Transform(data).GetColumn<float[]>("Score"))
            {
                if (++rows == 20)
                {
                    source.Cancel();
                }
            }
        });
        Assert.Equal(20, rows);
    }

    [Fact]
    public void Predicts_one_by_one()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(10));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(ModelFile).Fit(data);
        using var engine = _ml.Model.CreatePredictionEngine<Document, Prediction>(transformer);
        var expected = Models.Multiclass.Transform(data).GetColumn<ReadOnlyMemory<char>>("PredictedLabel").Select(label => label.ToString());
        Assert.Equal(expected, SampleData.Documents(10).Select(document => engine.Predict(document).PredictedLabel));
    }

    [Fact]
    public void Is_saved_with_its_model()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(30));
        var options = Options(8, 16);
        options.OutputColumnNames["PredictedLabel"] = "Topic";
        options.Cuda = new CudaOptions(15) { MemoryLimit = 1 << 30, TensorFloat32 = true };
        options.WarmUp = 128;
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        _ml.Model.Save(transformer, data.Schema, _folder["scoring.zip"]);
        File.Delete(ModelFile);
        var loaded = new MLContext().Model.Load(_folder["scoring.zip"], out _);
        var settings = Assert.IsType<SequenceOnnxScoringTransformer>(loaded is IEnumerable<ITransformer> chain ? chain.Single() : loaded).Options;
        Assert.Equal((15, 1 << 30, true, 128, 8), (settings.Cuda!.DeviceId, settings.Cuda.MemoryLimit, settings.Cuda.TensorFloat32, settings.WarmUp, settings.BatchSize));
        var scored = loaded.Transform(data);
        Assert.Equal(
            transformer.Transform(data).GetColumn<ReadOnlyMemory<char>>("Topic").Select(label => label.ToString()),
            scored.GetColumn<ReadOnlyMemory<char>>("Topic").Select(label => label.ToString()));
        Assert.Equal(transformer.Transform(data).GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
        (loaded as IDisposable)?.Dispose();
    }

    [Fact]
    public void Says_that_it_runs_on_the_CPU_where_there_is_no_GPU()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(e.RawMessage);
            }
        };
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(10));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(ModelFile, gpuDeviceId: 0).Fit(data);
        if (transformer.Device == "cpu")
        {
            Assert.Contains(warnings, warning => warning.Contains("CPU", StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal(10, transformer.Transform(data).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Cancels()
    {
        using var source = new CancellationTokenSource();
        var options = Options(8, 16);
        options.CancellationToken = source.Token;
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(100));
        using var transformer = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => transformer.Transform(data).GetColumn<float[]>("Score").Count());
    }

    [Fact]
    public void Wrong_columns_and_names_are_refused_by_name()
    {
        var data = _ml.Data.LoadFromEnumerable(SampleData.Documents(3));
        var missing = Assert.ThrowsAny<ArgumentException>(() =>
            _ml.Transforms.ApplySequenceOnnxModel(ModelFile).Fit(_ml.Transforms.DropColumns("Text").Fit(data).Transform(data)));
        Assert.Contains("'Text'", missing.Message, StringComparison.Ordinal);

        var options = Options(8, 16);
        options.InputColumnName = "Number";
        var mistyped = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data));
        Assert.Contains("'Number' is Single; expected String", mistyped.Message, StringComparison.Ordinal);

        options = Options(8, 16);
        options.OutputColumnNames["Nothing"] = "X";
        var unknown = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ApplySequenceOnnxModel(options));
        Assert.Contains("'Nothing'", unknown.Message, StringComparison.Ordinal);

        Assert.Throws<FileNotFoundException>(() => _ml.Transforms.ApplySequenceOnnxModel(_folder["none.onnx"]));
        File.WriteAllText(_folder["foreign.onnx"], "no model");
        AssertUnreadable("foreign.onnx");
    }

    [Fact]
    public void Truncated_and_newer_files_are_refused_by_name()
    {
        var bytes = File.ReadAllBytes(ModelFile);
        File.WriteAllBytes(_folder["cut.onnx"], bytes[..(bytes.Length / 2)]);
        AssertUnreadable("cut.onnx");
        File.WriteAllBytes(_folder["empty.onnx"], []);
        AssertUnreadable("empty.onnx");

        // Field 1 of the file, its first, is the version of the format.
        Assert.Equal(0x08, bytes[0]);
        bytes[1] = 100;
        File.WriteAllBytes(_folder["newer.onnx"], bytes);
        Assert.Contains("100", AssertUnreadable("newer.onnx"), StringComparison.Ordinal);
    }

    private string AssertUnreadable(string file)
    {
        var message = Assert.Throws<InvalidDataException>(() => _ml.Transforms.ApplySequenceOnnxModel(_folder[file])).Message;
        Assert.StartsWith($"'{_folder[file]}'", message, StringComparison.Ordinal);
        return message;
    }

    private static void AssertSame(IDataView expected, IDataView scored)
    {
        Assert.Equal(
            expected.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").Select(label => label.ToString()),
            scored.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").Select(label => label.ToString()));
        var pairs = expected.GetColumn<float[]>("Score").Zip(scored.GetColumn<float[]>("Score"));
        Assert.All(pairs, pair => Assert.Equal(0, pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)).Max(), 1e-4));
    }

    private SequenceOnnxScoringOptions Options(int batch, int window) => new() { ModelFile = ModelFile, BatchSize = batch, WindowSize = window };
}
