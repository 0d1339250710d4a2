using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Onnx;

public class TaggerConvertToOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void A_tagger_gives_the_same_tags_and_scores()
    {
        var documents = SampleData.MixedDocuments(60).Where(document => document.Text?.Trim().Length > 0).ToList();
        var (model, data) = Tagger(new() { HiddenSize = 6, EmbeddingSize = 5, Epochs = 1, Threads = 1 });

        using var exported = new ExportedChain(_ml, model, data);

        exported.AssertGivesInRunsOf(1, documents, "PredictedLabel", "Score");
    }

    [Fact]
    public void Characters_and_a_conditional_random_field_are_named_as_what_cannot_be_exported()
    {
        var (model, data) = Tagger(new() { HiddenSize = 6, Crf = true, Epochs = 1, Threads = 1 });
        var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, data)).GetBaseException();
        Assert.Contains("SequenceTaggingTransformer cannot be exported to ONNX by ConvertToOnnx for column 'Ids'", error.Message, StringComparison.Ordinal);
        Assert.Contains("conditional random field", error.Message, StringComparison.Ordinal);

        (model, data) = Tagger(new() { HiddenSize = 6, Characters = CharacterFeatures.Cnn, Epochs = 1, Threads = 1 });
        error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, data)).GetBaseException();
        Assert.Contains("the tokens of column 'Tokens' into characters", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A tagger that says which word a word is.</summary>
    private (ITransformer Model, IDataView Data) Tagger(SequenceTaggerOptions options)
    {
        var data = SampleData.View(_ml, 60);
        var ids = SampleData.Ids(_ml).Fit(data);
        var prepared = ids.Transform(data);
        var tags = _ml.Transforms.Conversion.MapValueToKey("Tags", "Tokens").Fit(prepared);
        return (new TransformerChain<ITransformer>(ids, _ml.Sequences().Trainers.Tagger("Tags", "Ids", options).Fit(tags.Transform(prepared))), data);
    }
}
