using Microsoft.ML;
using Microsoft.ML.Transforms.Text;
using MLSeq.Tests;
using MLSeq.Tests.Embeddings;

namespace MLSeq.Interop.Tests.Onnx;

public class WholePipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>All lengths from nothing on, words that are in no vocabulary, and other scripts.</summary>
    private static IReadOnlyList<Document> Documents { get; } =
        [.. SampleData.MixedDocuments(120).Select(document => new Document { Text = document.Text ?? "", Label = SampleData.Labels[0], Number = document.Number, Frames = document.Frames })];

    [Fact]
    public void Stock_stages_alone_give_the_same()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Conversion.MapValueToKey("Label").Append(StockPipelines.Featurize(_ml)).Append(StockPipelines.Linear(_ml))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using var saved = new SavedChain(_ml, model, data);
        Assert.Equal(["Text"], saved.Inputs);
        saved.AssertGives(Documents, "PredictedLabel", "Score");
    }

    [Fact]
    public void Stock_and_sequence_stages_side_by_side_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var saved = new SavedChain(_ml, StockPipelines.SideBySide(_ml, epochs: 2).Fit(data), data);
        Assert.Equal(["Text"], saved.Inputs);
        saved.AssertGives(Documents, "LinearScore", "PredictedLabel", "Score");
    }

    [Fact]
    public void A_sequence_classifier_before_a_stock_one_gives_the_same()
    {
        var data = SampleData.View(_ml);
        using var saved = new SavedChain(_ml, StockPipelines.Stacked(_ml).Fit(data), data);
        Assert.Equal(["Text"], saved.Inputs);
        saved.AssertGives(Documents, "PredictedLabel", "Score", "SequenceScore");
    }

    [Fact]
    public void Stock_ngrams_over_token_ids_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var saved = new SavedChain(_ml, StockPipelines.Ngrams(_ml).Fit(data), data);
        saved.AssertGives(Documents, "PredictedLabel", "Score");
    }

    [Fact]
    public void Stock_words_and_keys_before_a_sequence_classifier_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var saved = new SavedChain(_ml, StockPipelines.StockIds(_ml, epochs: 2).Fit(data), data);
        saved.AssertGives(Documents, "PredictedLabel", "Score");
    }

    [Fact]
    public void Stock_normalization_and_words_before_a_vocabulary_give_the_same()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.NormalizeText("Clean", "Text", TextNormalizingEstimator.CaseMode.Lower, keepDiacritics: true)
            .Append(_ml.Transforms.Text.TokenizeIntoWords("Words", "Clean", [' ', '.', '|']))
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Words"))
            .Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork(2))).Fit(data);
        using var saved = new SavedChain(_ml, model, data);
        saved.AssertGives(Documents, "PredictedLabel", "Score", "Probability");
    }

    [Fact]
    public void Stock_normalization_before_a_tokenizer_gives_the_same()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.NormalizeText("Clean", "Text", TextNormalizingEstimator.CaseMode.Lower, keepDiacritics: true)
            .Append(_ml.Transforms.Text.TokenizeSequence("Tokens", "Clean"))
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(_ml.Regression.Trainers.SequenceRegressor("Number", "Ids", new() { EmbeddingSize = 8, HiddenSize = 8, Epochs = 2, Threads = 1, Seed = 1 })).Fit(data);
        using var saved = new SavedChain(_ml, model, data);
        saved.AssertGives(Documents, "Score");
    }

    [Fact]
    public void Word_vectors_beside_numbers_under_stock_trainers_give_the_same()
    {
        var data = SampleData.View(_ml);
        var prepared = _ml.Transforms.Text.TokenizeSequence("Tokens", "Text")
            .Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors))
            .Append(_ml.Transforms.NormalizeMinMax("Scaled", "Number"))
            .Append(_ml.Transforms.Concatenate("Features", "Vectors", "Scaled"));
        var binary = prepared.Append(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("IsFirst")).Fit(data);
        using (var saved = new SavedChain(_ml, binary, data, new() { Verify = _ml.Data.LoadFromEnumerable(Documents), Tolerance = 1e-4f }))
        {
            Assert.Equal(["Number", "Text"], saved.Inputs);
            saved.AssertGives(Documents, "PredictedLabel", "Score", "Probability");
            saved.AssertApplied(Documents, "Probability");
        }

        var clusters = prepared.Append(_ml.Clustering.Trainers.KMeans("Features", numberOfClusters: 3)).Fit(data);
        using (var saved = new SavedChain(_ml, clusters, data))
        {
            saved.AssertGives(Documents, "PredictedLabel", "Score");
        }

        var regression = prepared.Append(_ml.Regression.Trainers.OnlineGradientDescent("Number")).Fit(data);
        using (var saved = new SavedChain(_ml, regression, data))
        {
            saved.AssertGives(Documents, "Score");
        }
    }

    [Fact]
    public void Each_stock_trainer_of_classes_gives_the_same_over_a_sequence_classifier()
    {
        var data = SampleData.View(_ml);
        var prepared = _ml.Transforms.Conversion.MapValueToKey("Label").Append(SampleData.Ids(_ml))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(2)))
            .Append(_ml.Transforms.CopyColumns("Features", "Score"));
        IEstimator<ITransformer>[] trainers =
        [
            _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 5),
            _ml.MulticlassClassification.Trainers.SdcaNonCalibrated(maximumNumberOfIterations: 5),
            _ml.MulticlassClassification.Trainers.NaiveBayes(),
            _ml.MulticlassClassification.Trainers.OneVersusAll(_ml.BinaryClassification.Trainers.SdcaLogisticRegression(maximumNumberOfIterations: 5)),
            _ml.MulticlassClassification.Trainers.OneVersusAll(_ml.BinaryClassification.Trainers.AveragedPerceptron()),
        ];
        foreach (var trainer in trainers)
        {
            var model = prepared.Append(trainer).Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
            using var saved = new SavedChain(_ml, model, data, new() { OutputColumns = ["PredictedLabel", "Score"] });
            saved.AssertGives(Documents, "PredictedLabel", "Score");
        }
    }

    [Fact]
    public void Stages_without_a_predictor_give_all_that_they_add()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words"))
            .Append(_ml.Transforms.Text.TokenizeSequence("Tokens", "Text")).Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(_ml.Transforms.NormalizeMeanVariance("Scaled", "Number"))
            .Append(_ml.Transforms.Conversion.ConvertType("Whole", "Number", Microsoft.ML.Data.DataKind.Boolean)).Fit(data);
        using var saved = new SavedChain(_ml, model, data);
        saved.AssertGives(SampleData.Documents(50), "Ids", "Keys", "Scaled", "Tokens", "Whole", "Words");
    }

    [Fact]
    public void A_stage_without_operators_is_named_with_its_column_before_anything_is_written()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.NormalizeText("Clean", "Text").Append(_ml.Transforms.Text.TokenizeSequence("Tokens", "Clean"))
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens")).Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(1))).Fit(data);
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]));
        Assert.Contains("'Clean' of TextNormalizingTransformer", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(folder["model.onnx"])!));
    }

    [Fact]
    public void A_stage_that_takes_one_row_at_a_time_is_named_with_its_operator()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(_ml.Transforms.Text.RemoveStopWords("Left", "Words", "the", "of")).Fit(data);
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]));
        Assert.Contains("'Left' of CustomStopWordsRemovingTransformer", error.Message, StringComparison.Ordinal);
        Assert.Contains("Squeeze", error.Message, StringComparison.Ordinal);
    }
}
