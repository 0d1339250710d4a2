using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Interop.Tests.Onnx;
using MLSeq.Tests;
using MLSeq.Tests.Embeddings;

namespace MLSeq.Interop.Tests.Embeddings;

public class WordVectorConvertToOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Empty rows, rows of unknown words alone, mixed ones, long ones.</summary>
    private static IReadOnlyList<Document> Documents { get; } =
        [.. SampleVectors.Documents.Select(document => new Document { Text = document.Text, Label = SampleData.Labels[0], Number = 1 })];

    private IDataView Data => _ml.Data.LoadFromEnumerable(Documents);

    private IEstimator<ITransformer> Tokens => _ml.Transforms.Text.TokenizeSequence("Tokens", "Text", StockPipelines.Words);

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Pooled_tokens_give_the_same(WordVectorOutput output, UnknownWords unknown) =>
        AssertGives(Tokens.Append(Apply("Tokens", output, unknown)));

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Pooled_ids_give_the_same(WordVectorOutput output, UnknownWords unknown) =>
        AssertGives(Tokens.Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new Text.VocabularyOptions { MaxSize = 30 })).Append(Apply("Ids", output, unknown)));

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Older_operator_sets_give_the_same(int operatorSet)
    {
        AssertGives(Tokens.Append(Apply("Tokens", WordVectorOutput.MinMeanMax, UnknownWords.Zero)), operatorSet);
        AssertGives(Tokens.Append(Apply("Tokens", WordVectorOutput.SmoothInverseFrequency, UnknownWords.Skip)), operatorSet);
    }

    [Theory]
    [InlineData(UnknownWords.Skip)]
    [InlineData(UnknownWords.Zero)]
    public void Vectors_per_token_give_the_same_row_by_row(UnknownWords unknown)
    {
        using var exported = new ExportedChain(_ml, Tokens.Append(Apply("Tokens", WordVectorOutput.PerToken, unknown)).Fit(Data), Data);
        exported.AssertGivesRowByRow(Documents, "Vectors");
        exported.AssertGivesInRunsOf(1, Documents, "Vectors");
    }

    [Theory]
    [InlineData(UnknownWords.Skip)]
    [InlineData(UnknownWords.Zero)]
    public void A_classifier_of_vectors_per_token_gives_the_same(UnknownWords unknown)
    {
        var options = SampleData.SmallNetwork(1);
        options.FrameSize = SampleVectors.Dimensions;
        var data = SampleData.View(_ml, 60);
        var model = Tokens.Append(Apply("Tokens", WordVectorOutput.PerToken, unknown))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Vectors", options))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        exported.AssertGives(Documents, "Score", "PredictedLabel");
    }

    [Fact]
    public void SDCA_on_pooled_vectors_gives_the_same_from_text_to_label()
    {
        var data = SampleData.View(_ml);
        var model = Tokens.Append(Apply("Tokens", WordVectorOutput.MinMeanMax, UnknownWords.Skip))
            .Append(_ml.Transforms.CopyColumns("Features", "Vectors"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(StockPipelines.Linear(_ml))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using var exported = new ExportedChain(_ml, model, data);
        exported.AssertGives(Documents, "Vectors", "Score", "PredictedLabel");
    }

    [Fact]
    public void Stock_words_give_the_same_row_by_row()
    {
        var pipeline = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text").Append(Apply("Words", WordVectorOutput.MinMeanMax, UnknownWords.Zero));
        using var exported = new ExportedChain(_ml, pipeline.Fit(Data), Data);
        var documents = SampleData.Documents(60, seed: 3);
        exported.AssertGivesRowByRow(documents, "Vectors");
        exported.AssertGivesInRunsOf(1, documents, "Vectors");
    }

    [Fact]
    public void A_classifier_that_started_from_vectors_gives_the_same()
    {
        var options = new SequenceClassifierOptions { WordVectors = SampleVectors.Vectors, FreezeWordVectors = true, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 };
        var data = SampleData.View(_ml, 60);
        using var exported = new ExportedChain(_ml, SampleData.Multiclass(_ml, options, StockPipelines.Words).Fit(data), data);
        exported.AssertGives(Documents, "Score", "PredictedLabel");
    }

    [Fact]
    public void What_a_graph_cannot_do_fails_with_column_and_reason()
    {
        var perToken = Tokens.Append(Apply("Tokens", WordVectorOutput.PerToken, UnknownWords.Zero)).Fit(Data);
        AssertRefused(perToken, 10, "'Vectors'", "operator set 11");
        var options = new FastTextEstimatorOptions { MinCount = 1, Training = { Dimensions = 4, Epochs = 1, Buckets = 100, Threads = 1 } };
        AssertRefused(Tokens.Append(_ml.Transforms.Text.FastText("Vectors", "Tokens", options)).Fit(Data), 12, "'Vectors'", "subwords");

        void AssertRefused(ITransformer model, int operatorSet, params string[] parts)
        {
            var error = Assert.ThrowsAny<Exception>(() => new ExportedChain(_ml, model, Data, operatorSet)).ToString();
            Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        }
    }

    private void AssertGives(EstimatorChain<WordVectorTransformer> pipeline, int operatorSet = 12)
    {
        using var exported = new ExportedChain(_ml, pipeline.Fit(Data), Data, operatorSet);
        exported.AssertGives(Documents, "Vectors");
    }

    private WordVectorEstimator Apply(string column, WordVectorOutput output, UnknownWords unknown) =>
        _ml.Transforms.Text.ApplyWordVectors("Vectors", column, SampleVectors.Vectors, new() { Output = output, UnknownWords = unknown });
}
