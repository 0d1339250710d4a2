using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

public class SequenceOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void SaveAsOnnx_leaves_out_stock_stages_beside_the_way_and_scores_the_same()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.FeaturizeText("Bag", "Text").Append(SampleData.Multiclass(_ml)).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var documents = _ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(300));
        using var scoring = _ml.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(documents);
        AssertSame(model.Transform(documents), scoring.Transform(documents));
    }

    [Fact]
    public void Scores_of_an_ONNX_model_feed_stock_stages()
    {
        var data = SampleData.View(_ml);
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(SampleData.Multiclass(_ml).Fit(data), data.Schema, folder["model.onnx"]);
        var pipeline = _ml.Transforms.ApplySequenceOnnxModel(folder["model.onnx"])
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.Transforms.CopyColumns("Features", "Score"))
            .Append(StockPipelines.Linear(_ml));
        var model = pipeline.Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        var documents = SampleData.Documents(100, seed: 2);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(documents));
        var metrics = _ml.MulticlassClassification.Evaluate(scored);
        Assert.True(metrics.MicroAccuracy > 0.95, $"accuracy {metrics.MicroAccuracy}");

        // One by one through the same chain.
        var labels = scored.GetColumn<string>("PredictedLabel").ToList();
        using var engine = _ml.Model.CreatePredictionEngine<Document, Prediction>(model);
        Assert.Equal(labels, documents.Select(document => engine.Predict(document).PredictedLabel));

        // Loaded, with the ONNX model inside.
        _ml.Model.Save(model, data.Schema, folder["chain.zip"]);
        var loaded = new MLContext().Model.Load(folder["chain.zip"], out _);
        AssertSame(scored, loaded.Transform(_ml.Data.LoadFromEnumerable(documents)));
    }

    [Fact]
    public void ApplyOnnxModel_runs_what_SaveAsOnnx_writes_on_a_vector_of_one_text()
    {
        var data = SampleData.View(_ml);
        var model = SampleData.Multiclass(_ml).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var documents = _ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(40));

        // ML.NET gives a scalar as [1, 1], a vector as its shape; the graph takes [N].
        var applied = _ml.Transforms.Concatenate("Text", "Text")
            .Append(_ml.Transforms.ApplyOnnxModel(["PredictedLabel", "Score"], ["Text"], folder["model.onnx"]))
            .Fit(documents).Transform(documents);
        var expected = model.Transform(documents);
        Assert.Equal(
            expected.GetColumn<string>("PredictedLabel"),
            applied.GetColumn<ReadOnlyMemory<char>[]>("PredictedLabel").Select(label => label[0].ToString()));
        AssertClose(expected, applied);
    }

    private static void AssertSame(IDataView expected, IDataView scored)
    {
        Assert.Equal(expected.GetColumn<string>("PredictedLabel"), scored.GetColumn<string>("PredictedLabel"));
        AssertClose(expected, scored);
    }

    private static void AssertClose(IDataView expected, IDataView scored)
    {
        var pairs = expected.GetColumn<float[]>("Score").Zip(scored.GetColumn<float[]>("Score"));
        Assert.All(pairs, pair => Assert.Equal(0, pair.First.Zip(pair.Second, (a, b) => Math.Abs(a - b)).Max(), 1e-4));
    }
}
