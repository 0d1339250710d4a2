using Microsoft.ML;
using MLSeq.Networks;
using MLSeq.Tests;
using MLSeq.Text;

namespace MLSeq.Interop.Tests.Onnx;

public class ConvertToOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>All lengths from nothing on, words that are in no vocabulary, and other scripts.</summary>
    private static IReadOnlyList<Document> Documents { get; } =
        [.. SampleData.MixedDocuments(120).Select(document => new Document { Text = document.Text, Label = SampleData.Labels[0], Number = 1 })];

    [Fact]
    public void A_chain_of_sequence_stages_gives_the_same_from_text_to_label()
    {
        var data = SampleData.View(_ml);
        using var exported = new ExportedChain(_ml, SampleData.Multiclass(_ml, tokenizer: StockPipelines.Words).Fit(data), data);
        exported.AssertGives(Documents, "Score", "PredictedLabel");
    }

    [Theory]
    [InlineData(SequencePooling.Last)]
    [InlineData(SequencePooling.Mean)]
    [InlineData(SequencePooling.Max)]
    [InlineData(SequencePooling.Attention)]
    public void Each_pooling_over_two_layers_gives_the_same(SequencePooling pooling)
    {
        var data = SampleData.View(_ml, 60);
        var options = SampleData.SmallNetwork(1);
        options.Pooling = pooling;
        options.Layers = 2;
        options.Bidirectional = pooling != SequencePooling.Max;
        using var exported = new ExportedChain(_ml, SampleData.Multiclass(_ml, options, StockPipelines.Words).Fit(data), data);
        exported.AssertGives(Documents, "Score", "PredictedLabel");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Older_operator_sets_give_the_same(int operatorSet)
    {
        var data = SampleData.View(_ml, 60);
        var options = SampleData.SmallNetwork(1);
        options.Pooling = SequencePooling.Attention;
        using var exported = new ExportedChain(_ml, SampleData.Multiclass(_ml, options, StockPipelines.Words).Fit(data), data, operatorSet);
        exported.AssertGives(Documents, "Score", "PredictedLabel");
    }

    [SkippableFact]
    public void Lower_case_words_give_the_same_where_the_locale_exists()
    {
        var data = SampleData.View(_ml, 60);
        using var exported = new ExportedChain(_ml, SampleData.Multiclass(_ml, SampleData.SmallNetwork(1)).Fit(data), data);
        try
        {
            exported.AssertGives(Documents, "Score", "PredictedLabel");
        }
        catch (Exception e) when (e.GetBaseException().Message.Contains("locale", StringComparison.OrdinalIgnoreCase))
        {
            Skip.If(true, "This machine lacks the locale C.UTF-8.");
        }
    }

    [Fact]
    public void Stock_and_sequence_stages_side_by_side_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var exported = new ExportedChain(_ml, StockPipelines.SideBySide(_ml, epochs: 2).Fit(data), data);
        exported.AssertGivesRowByRow(Documents, "LinearScore", "Score", "PredictedLabel");
        exported.AssertGivesInRunsOf(1, Documents, "LinearScore", "Score", "PredictedLabel"); // FeaturizeText's part of the graph takes one row.
    }

    [Fact]
    public void A_sequence_classifier_in_the_middle_gives_the_same()
    {
        var data = SampleData.View(_ml);
        using var exported = new ExportedChain(_ml, StockPipelines.Stacked(_ml).Fit(data), data);
        exported.AssertGivesRowByRow(Documents, "SequenceScore", "Score", "PredictedLabel");
        exported.AssertGivesInRunsOf(1, Documents, "SequenceScore", "Score", "PredictedLabel"); // FeaturizeText's part of the graph takes one row.
    }

    [Fact]
    public void Token_ids_under_stock_ngrams_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var exported = new ExportedChain(_ml, StockPipelines.Ngrams(_ml).Fit(data), data);
        exported.AssertGives(Documents, "Features", "Score", "PredictedLabel");
    }

    [Fact]
    public void Stock_words_and_keys_under_a_sequence_classifier_give_the_same()
    {
        var data = SampleData.View(_ml);
        using var exported = new ExportedChain(_ml, StockPipelines.StockIds(_ml, epochs: 2).Fit(data), data);
        var documents = SampleData.Documents(60, seed: 3);
        exported.AssertGivesRowByRow(documents, "Score", "PredictedLabel");
        exported.AssertGivesInRunsOf(1, documents, "Score", "PredictedLabel");
    }

    [Fact]
    public void Stock_words_under_a_vocabulary_give_the_same()
    {
        var data = SampleData.View(_ml);
        var model = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Words"))
            .Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork(2))).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        var documents = SampleData.Documents(60, seed: 3);
        exported.AssertGivesRowByRow(documents, "Score", "PredictedLabel");
        exported.AssertGivesInRunsOf(1, documents, "Score", "PredictedLabel");
    }

    [Fact]
    public void A_binary_classifier_gives_the_same()
    {
        var data = SampleData.View(_ml, 120);
        var model = SampleData.Ids(_ml, StockPipelines.Words)
            .Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork(3))).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        exported.AssertGives(Documents, "Score", "Probability", "PredictedLabel");
    }

    [Fact]
    public void A_regressor_gives_the_same()
    {
        var data = SampleData.View(_ml, 120);
        var options = new SequenceRegressorOptions { EmbeddingSize = 8, HiddenSize = 8, Epochs = 2, Threads = 1, Seed = 1 };
        var model = SampleData.Ids(_ml, StockPipelines.Words).Append(_ml.Regression.Trainers.SequenceRegressor("Number", "Ids", options)).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        exported.AssertGives(Documents, "Score");
    }

    [Fact]
    public void Frames_give_the_same()
    {
        var data = SampleData.View(_ml, 120);
        var options = SampleData.SmallNetwork(2);
        options.FrameSize = 2;
        var model = _ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Frames", options))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        var documents = SampleData.Documents(200, seed: 3);
        exported.AssertGivesRowByRow(documents, "Score", "PredictedLabel");

        // ML.NET's columns have no lengths, so only rows of one length go into one run.
        exported.AssertGivesInRunsOf(1, documents, "Score", "PredictedLabel");
        exported.AssertGivesInRunsOf(20, [.. documents.Where(document => document.Frames.Length == 12)], "Score", "PredictedLabel");
    }

    [Fact]
    public void A_tokenizer_without_operator_fails_by_name()
    {
        var data = SampleData.View(_ml, 60);
        var model = SampleData.Multiclass(_ml, SampleData.SmallNetwork(1), Tokenizers.BytePairs(100)).Fit(data);
        var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, data));
        Assert.Contains("bpe", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'Tokens'", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_over_an_ONNX_model_fails_rather_than_lose_it()
    {
        var data = SampleData.View(_ml, 60);
        var model = SampleData.Multiclass(_ml, SampleData.SmallNetwork(1)).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["inner.onnx"]);
        using var scoring = _ml.Transforms.ApplySequenceOnnxModel(folder["inner.onnx"]).Fit(data);
        var chain = new Microsoft.ML.Data.TransformerChain<ITransformer>(
            scoring, _ml.Transforms.CopyColumns("Copy", "Score").Fit(scoring.Transform(data)));
        var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, chain, data));
        Assert.Contains("SequenceOnnxScoringTransformer", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Kinds_without_operators_fail_by_stage_and_column()
    {
        var data = SampleData.View(_ml, 40);
        var sequences = _ml.Sequences();
        AssertFails(sequences.Trainers.LanguageModel("Text", new() { HiddenSize = 8, Epochs = 1, Threads = 1 }).Fit(data), "LanguageModelTransformer of column 'Text'");
        AssertFails(
            sequences.Trainers.Translator("Label", "Text", new() { EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1 }).Fit(data),
            "SequenceTranslatingTransformer of column 'Text'");

        void AssertFails(ITransformer model, string expected)
        {
            var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, data));
            Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        }
    }
}
