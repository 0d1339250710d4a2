using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Embeddings;
using MLSeq.Onnx.Scoring;
using MLSeq.Text;

namespace MLSeq.Tests.Embeddings;

public class WordVectorOnnxTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(SampleVectors.Documents);

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Text_in_gives_the_transformers_vectors(WordVectorOutput output, UnknownWords unknown)
    {
        var model = SampleVectors.Tokens(_ml).Append(Apply("Tokens", output, unknown)).Fit(Data);
        AssertScorerGivesTheSame(model, Data);
    }

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Text_in_through_a_vocabulary_gives_the_transformers_vectors(WordVectorOutput output, UnknownWords unknown)
    {
        var model = SampleVectors.Tokens(_ml)
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", new VocabularyOptions { MaxSize = 30 }))
            .Append(Apply("Ids", output, unknown)).Fit(Data);
        AssertScorerGivesTheSame(model, Data);
    }

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Tokens_in_give_the_transformers_vectors(WordVectorOutput output, UnknownWords unknown)
    {
        Row[] rows =
        [
            new() { Tokens = ["the", "goal", "unheard-of"] },
            new() { Tokens = [] },
            new() { Tokens = ["unheard-of"] },
            new() { Tokens = ["", "the", "", "bank", "rain", "rain", ""] },
            new() { Tokens = [""] },
        ];
        var data = _ml.Data.LoadFromEnumerable(rows);
        AssertScorerGivesTheSame(Apply("Tokens", output, unknown).Fit(data), data);
    }

    [Theory]
    [MemberData(nameof(SampleVectors.PooledForms), MemberType = typeof(SampleVectors))]
    public void Token_ids_in_give_the_transformers_vectors(WordVectorOutput output, UnknownWords unknown)
    {
        var data = SampleData.Ids(_ml).Fit(SampleData.View(_ml)).Transform(Data);
        AssertScorerGivesTheSame(Apply("Ids", output, unknown).Fit(data), data);
    }

    [Theory]
    [InlineData(false, UnknownWords.Zero)]
    [InlineData(false, UnknownWords.Skip)]
    [InlineData(true, UnknownWords.Zero)]
    [InlineData(true, UnknownWords.Skip)]
    public void Vectors_per_token_go_on_into_a_classifier(bool ids, UnknownWords unknown)
    {
        var options = SampleData.SmallNetwork(1);
        options.FrameSize = SampleVectors.Dimensions;
        var data = SampleData.View(_ml);
        var model = SampleData.Ids(_ml)
            .Append(Apply(ids ? "Ids" : "Tokens", WordVectorOutput.PerToken, unknown))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Vectors", options))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["PredictedLabel", "Score"], scorer.Outputs.Select(output => output.Name).Order());
        var scores = scorer.Score([.. SampleVectors.Documents.Select(document => document.Text ?? "")]);
        AssertClose(model.Transform(Data).GetColumn<float[]>("Score"), scores, "Score");
    }

    [Fact]
    public void Subwords_of_the_words_of_a_vocabulary_are_worked_out_before_the_graph_is_written()
    {
        var vectors = SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.FastText("Vectors", "Tokens", new()
        {
            MinCount = 20,
            Training = { Dimensions = 6, Epochs = 2, Buckets = 100, Threads = 1 },
        })).Fit(SampleData.View(_ml)).LastTransformer.Vectors;
        var model = SampleVectors.Tokens(_ml)
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Ids", vectors, new() { Output = WordVectorOutput.MinMeanMax })).Fit(Data);
        Assert.Equal(UnknownWords.Subwords, model.LastTransformer.UnknownWords);
        AssertScorerGivesTheSame(model, Data);
    }

    [Fact]
    public void Copies_of_vectors_are_outputs_and_predictions_alone_where_there_are_any()
    {
        var vectors = SampleData.Ids(_ml).Append(Apply("Ids", WordVectorOutput.Mean, UnknownWords.Skip))
            .Append(_ml.Transforms.CopyColumns("Copy", "Vectors")).Fit(Data);
        Assert.Equal(["Copy", "Vectors"], Outputs(vectors));
        var both = SampleData.Ids(_ml).Append(Apply("Ids", WordVectorOutput.Mean, UnknownWords.Skip))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(1))).Fit(SampleData.View(_ml, 30));
        Assert.Equal(["PredictedLabel", "Score"], Outputs(both));

        IEnumerable<string> Outputs(ITransformer model)
        {
            using var folder = new TemporaryFolder();
            _ml.Model.SaveAsOnnx(model, Data.Schema, folder["model.onnx"]);
            using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
            return [.. scorer.Outputs.Select(output => output.Name).Order()];
        }
    }

    [Fact]
    public void What_a_graph_cannot_do_is_refused_with_column_and_reason_and_nothing_is_written()
    {
        var perToken = SampleVectors.Tokens(_ml).Append(Apply("Tokens", WordVectorOutput.PerToken, UnknownWords.Zero)).Fit(Data);
        AssertRefused(perToken, "'Vectors'", "a vector for each token");
        var normalized = _ml.Transforms.Text.NormalizeText("Clean", "Text").Append(_ml.Transforms.Text.TokenizeSequence("Tokens", "Clean"))
            .Append(Apply("Tokens", WordVectorOutput.Mean, UnknownWords.Skip)).Fit(Data);
        AssertRefused(normalized, "TextNormalizingTransformer", "'Clean'");

        var options = new FastTextEstimatorOptions { MinCount = 1, Training = { Dimensions = 4, Epochs = 1, Buckets = 100, Threads = 1 } };
        var subwords = SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.FastText("Vectors", "Tokens", options)).Fit(Data);
        AssertRefused(subwords, "'Vectors'", "subwords", "MapTokensToIds", "UnknownWords");

        void AssertRefused(ITransformer model, params string[] parts)
        {
            using var folder = new TemporaryFolder();
            var error = Assert.Throws<NotSupportedException>(() => _ml.Model.SaveAsOnnx(model, Data.Schema, folder["model.onnx"]));
            Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
            Assert.False(File.Exists(folder["model.onnx"]));
        }
    }

    private WordVectorEstimator Apply(string column, WordVectorOutput output, UnknownWords unknown) =>
        _ml.Transforms.Text.ApplyWordVectors("Vectors", column, SampleVectors.Vectors, new() { Output = output, UnknownWords = unknown });

    private void AssertScorerGivesTheSame(ITransformer model, IDataView data)
    {
        using var folder = new TemporaryFolder();
        _ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var expected = model.Transform(data).GetColumn<float[]>("Vectors").ToList();
        foreach (var batch in new[] { 1, 32 })
        {
            var options = new SequenceOnnxScoringOptions { ModelFile = folder["model.onnx"], BatchSize = batch, OutputColumnNames = { ["Vectors"] = "Scored" } };
            using var scoring = _ml.Transforms.ApplySequenceOnnxModel(options).Fit(data);
            var scored = scoring.Transform(data);
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, expected[0].Length), scored.Schema["Scored"].Type);
            AssertClose(expected, scored.GetColumn<float[]>("Scored"));
        }
    }

    private static void AssertClose(IEnumerable<float[]> expected, OnnxScores scores, string output) =>
        AssertClose(expected, Enumerable.Range(0, scores.Rows).Select(row => scores.Floats(output, row).ToArray()));

    private static void AssertClose(IEnumerable<float[]> expected, IEnumerable<float[]> found)
    {
        var rows = found.ToList();
        Assert.Equal(expected.Count(), rows.Count);
        Assert.All(expected.Zip(rows), pair =>
        {
            Assert.Equal(pair.First.Length, pair.Second.Length);
            Assert.All(pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-5));
        });
    }

    private sealed class Row
    {
        public string[] Tokens { get; set; } = [];
    }
}
