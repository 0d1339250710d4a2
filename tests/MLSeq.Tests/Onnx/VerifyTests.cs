using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Onnx;

namespace MLSeq.Tests.Onnx;

public class VerifyTests
{
    private static IDataView Sample { get; } = Models.Context.Data.LoadFromEnumerable(SampleData.MixedDocuments(60));

    [Fact]
    public void A_file_that_agrees_with_its_model_is_written_and_the_differences_reported()
    {
        using var folder = new TemporaryFolder();
        var report = Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], new() { Verify = Sample, Tolerance = 1e-4f });
        Assert.NotNull(report);
        Assert.Equal(60, report.Rows);
        Assert.Equal(["PredictedLabel", "Score"], report.Outputs.Select(output => output.Name).Order());
        Assert.InRange(report.LargestDifference, 0, 1e-5);
        Assert.Equal(0, report.DifferingShare);
        Assert.True(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void Without_rows_there_is_no_report()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"]));
    }

    [Fact]
    public void Token_ids_are_taken_from_what_the_model_makes_of_the_rows()
    {
        using var folder = new TemporaryFolder();
        var options = new SequenceOnnxExportOptions { Verify = Sample, Tolerance = 1e-4f, Input = SequenceOnnxInput.Ids };
        Assert.Equal(60, Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], options)!.Rows);
    }

    [Fact]
    public void Tokens_and_ids_of_each_step_are_compared_to_the_end_of_their_rows()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = SampleData.Ids(ml).Fit(data);
        using var folder = new TemporaryFolder();
        var report = ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"], new() { Verify = Sample, Tolerance = 0 });
        Assert.Equal(["Ids", "Tokens"], report!.Outputs.Select(output => output.Name).Order());
        Assert.Equal(0, report.DifferingShare);
    }

    [Fact]
    public void A_file_that_differs_by_more_than_the_tolerance_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var options = new SequenceOnnxExportOptions { Verify = Sample, Tolerance = 0 };
        var error = Assert.Throws<InvalidOperationException>(() => Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], options));
        Assert.Contains("'Score'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Tolerance", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));

        options.Tolerance = null;
        var report = Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], options);
        Assert.InRange(report!.LargestDifference, double.Epsilon, 1e-5);
        Assert.NotNull(report.Outputs.First(output => output.Name == "Score").Row);
    }

    [Fact]
    public void Labels_that_differ_are_counted()
    {
        // Another model's file under this model: labels are others in some rows.
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 30);
        var other = SampleData.Multiclass(ml, SampleData.SmallNetwork(1)).Fit(data);
        var file = OnnxExporter.Export(other, data.Schema, new()).ToArray();
        var report = OnnxVerification.Compare(file, Models.Multiclass, Sample);
        var labels = Models.Multiclass.Transform(Sample).GetColumn<string>("PredictedLabel").Zip(other.Transform(Sample).GetColumn<string>("PredictedLabel"));
        var differing = labels.Count(pair => pair.First != pair.Second) / 60.0;
        Assert.NotEqual(0, differing);
        Assert.Equal(differing, report.DifferingShare, 1e-9);
    }

    [Fact]
    public void A_tolerance_out_of_range_or_without_rows_is_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var options in new SequenceOnnxExportOptions[] { new() { Verify = Sample, Tolerance = -1 }, new() { Verify = Sample, Tolerance = float.NaN }, new() { Tolerance = 1 } })
        {
            var error = Assert.ThrowsAny<ArgumentException>(() => Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], options));
            Assert.Contains("Tolerance", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder["model.onnx"]));
    }
}
