using Microsoft.ML;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

public class VectorConvertToOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_vector_for_each_step_gives_the_same()
    {
        var documents = SampleData.MixedDocuments(60).Where(document => document.Frames.Length > 0)
            .Select(document => new Document { Text = document.Text, Label = SampleData.Labels[0], Frames = document.Frames }).ToList();
        Assert.NotEmpty(documents);
        var data = _ml.Data.LoadFromEnumerable(documents);
        var options = new SequenceVectorOptions { FrameSize = 2, LabelSize = 2, EachStep = true, HiddenSize = 6, Bidirectional = true, Epochs = 1, Threads = 1 };
        var model = _ml.Sequences().Trainers.MultiOutputRegressor("Frames", "Frames", options).Fit(data);

        using var exported = new ExportedChain(_ml, model, data);

        exported.AssertGivesRowByRow(documents, "Score");
        exported.AssertGivesInRunsOf(1, documents, "Score");
    }

    [Fact]
    public void An_operator_set_that_cannot_is_named()
    {
        var data = SampleData.View(_ml, 60);
        var options = new SequenceVectorOptions { FrameSize = 2, LabelSize = 2, EachStep = true, HiddenSize = 6, Epochs = 1, Threads = 1 };
        var model = _ml.Sequences().Trainers.MultiOutputRegressor("Frames", "Frames", options).Fit(data);

        var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, data, operatorSet: 9));

        Assert.Contains("operator set 10", error.GetBaseException().Message, StringComparison.Ordinal);
    }
}
