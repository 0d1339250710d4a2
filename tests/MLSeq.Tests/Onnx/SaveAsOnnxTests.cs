using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Onnx;
using MLSeq.Onnx.Inspection;
using MLSeq.Onnx.Scoring;
using MLSeq.Tests.Embeddings;
using MLSeq.Text;

namespace MLSeq.Tests.Onnx;

public class SaveAsOnnxTests
{
    [Fact]
    public void Text_in_gives_the_engines_scores_and_labels_on_a_thousand_documents()
    {
        var ml = Models.Context;
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"]);
        var documents = SampleData.MixedDocuments(1000);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["Text"], scorer.Inputs.Select(input => input.Name));
        Assert.Equal(["PredictedLabel", "Score"], scorer.Outputs.Select(output => output.Name).Order());
        AssertSame(
            Models.Multiclass.Transform(ml.Data.LoadFromEnumerable(documents)),
            scorer.Score([.. documents.Select(document => document.Text ?? "")]));
    }

    [Fact]
    public void Ids_in_gives_the_same()
    {
        var ml = Models.Context;
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], new() { Input = SequenceOnnxInput.Ids });
        var scored = Models.Multiclass.Transform(ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(300)));
        var ids = scored.GetColumn<uint[]>("Ids").Select(row => Array.ConvertAll(row, id => (int)id)).ToList();
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["Ids"], scorer.Inputs.Select(input => input.Name));
        AssertSame(scored, scorer.Score(ids));
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        var graph = OnnxExporter.Export(Models.Multiclass, Models.InputSchema, new() { Description = "news" });
        Assert.Equal("news", graph.Description);
        Assert.Equal("MulticlassClassification", graph.Metadata["mlseq.kind"]);
        var labels = System.Text.Json.JsonSerializer.Deserialize<string[]>(graph.Metadata["mlseq.labels"])!;
        Assert.Equal(SampleData.Labels.Order(), labels.Order());

        // The same vocabulary whether the graph maps the tokens or takes their ids.
        var tokens = WordReader.KeyWords(Models.Multiclass.GetOutputSchema(Models.InputSchema)["Ids"]);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(tokens.Select(token => token + "\n")))));
        var ofIds = OnnxExporter.Export(Models.Multiclass, Models.InputSchema, new() { Input = SequenceOnnxInput.Ids });
        Assert.Equal(hash, graph.Metadata["mlseq.vocabulary.Ids"]);
        Assert.Equal(hash, ofIds.Metadata["mlseq.vocabulary.Ids"]);
    }

    [Fact]
    public void Inputs_and_outputs_are_documented()
    {
        using var folder = new TemporaryFolder();
        Models.Context.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], new() { OutputColumns = ["PredictedLabel", "Score", "Ids", "Tokens"] });
        var file = OnnxModelFile.Read(folder["model.onnx"]);
        Assert.All(file.Inputs.Concat(file.Outputs), value => Assert.Contains("[N", value.Description, StringComparison.Ordinal));
        Assert.Contains("-1", file.Outputs.Single(output => output.Name == "Ids").Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_mapping_back_gives_the_labels_text_too()
    {
        var ml = Models.Context;
        using var folder = new TemporaryFolder();
        var stages = ((IEnumerable<ITransformer>)Models.Multiclass).SkipLast(1).ToArray();
        var model = new TransformerChain<ITransformer>(stages);
        ml.Model.SaveAsOnnx(model, Models.InputSchema, folder["model.onnx"]);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        AssertSame(Models.Multiclass.Transform(SampleData.View(ml, 30)), scorer.Score([.. SampleData.Documents(30).Select(d => d.Text!)]));
    }

    [Fact]
    public void Copied_columns_keep_their_names()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = ml.Transforms.CopyColumns("Body", "Text")
            .Append(ml.Transforms.Text.TokenizeSequence("Words", "Body", Tokenizers.Whitespace()))
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Words"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(1)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("Topic", "PredictedLabel"))
            .Append(ml.Transforms.CopyColumns("Confidence", "Score"))
            .Append(ml.Transforms.SelectColumns("Topic", "Confidence"))
            .Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["Text"], scorer.Inputs.Select(input => input.Name));
        Assert.Equal(["Confidence", "Topic"], scorer.Outputs.Select(output => output.Name).Order());
        var scores = scorer.Score([.. SampleData.Documents(60).Select(d => d.Text!)]);
        var expected = model.Transform(data);
        Assert.Equal(expected.GetColumn<ReadOnlyMemory<char>>("Topic").Select(t => t.ToString()), scores.Strings("Topic"));
        AssertClose(expected.GetColumn<float[]>("Confidence").SelectMany(row => row), scores.Floats("Confidence").ToArray());
    }

    [Fact]
    public void Binary_gives_label_score_and_probability()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 120);
        var model = SampleData.Ids(ml).Append(ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork())).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var documents = SampleData.MixedDocuments(100);
        var expected = model.Transform(ml.Data.LoadFromEnumerable(documents));
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        var scores = scorer.Score([.. documents.Select(d => d.Text ?? "")]);
        AssertClose(expected.GetColumn<float>("Probability"), scores.Floats("Probability").ToArray());
        AssertClose(expected.GetColumn<float>("Score"), scores.Floats("Score").ToArray());
        Assert.Equal(expected.GetColumn<bool>("PredictedLabel").Select(flag => flag ? 1L : 0), scores.Integers("PredictedLabel").ToArray());
    }

    [Fact]
    public void Regression_gives_the_score_on_the_targets_scale()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 120);
        var options = new SequenceRegressorOptions { EmbeddingSize = 8, HiddenSize = 8, Epochs = 2, Threads = 1, Seed = 1 };
        var model = SampleData.Ids(ml).Append(ml.Regression.Trainers.SequenceRegressor("Number", "Ids", options)).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var documents = SampleData.MixedDocuments(100);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        var scores = scorer.Score([.. documents.Select(d => d.Text ?? "")]);
        AssertClose(model.Transform(ml.Data.LoadFromEnumerable(documents)).GetColumn<float>("Score"), scores.Floats("Score").ToArray());
    }

    [Fact]
    public void Frames_go_in_as_they_are()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 120);
        var options = SampleData.SmallNetwork(2);
        options.FrameSize = 2;
        var model = ml.Transforms.Conversion.MapValueToKey("Label")
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Frames", options)).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        var documents = SampleData.MixedDocuments(100);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["Frames"], scorer.Inputs.Select(input => input.Name));
        var scores = scorer.Score([.. documents.Select(d => d.Frames)]);
        AssertClose(
            model.Transform(ml.Data.LoadFromEnumerable(documents)).GetColumn<float[]>("Score").SelectMany(row => row), scores.Floats("Score").ToArray());
    }

    [Fact]
    public void A_stage_that_cannot_be_expressed_is_named_and_nothing_is_written()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = ml.Transforms.Text.NormalizeText("Clean", "Text")
            .Append(ml.Transforms.Text.TokenizeSequence("Tokens", "Clean"))
            .Append(ml.Transforms.Text.MapTokensToIds("Ids", "Tokens"))
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(1))).Fit(data);
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotSupportedException>(() => ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]));
        Assert.Contains("TextNormalizingTransformer", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Clean'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));

        // What comes before the ids is of no account for the ids-in variant.
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"], new() { Input = SequenceOnnxInput.Ids });
        Assert.True(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void A_tokenizer_that_cannot_be_expressed_is_named()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = SampleData.Multiclass(ml, SampleData.SmallNetwork(1), Tokenizers.Characters()).Fit(data);
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<NotSupportedException>(() => ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]));
        Assert.Contains("character", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["model.onnx"]));
    }

    [Fact]
    public void Scores_and_word_vectors_join_numbers_in_a_stage_of_its_own_operators()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = SampleData.Ids(ml)
            .Append(ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors))
            .Append(ml.Regression.Trainers.SequenceRegressor("Number", "Ids", new() { EmbeddingSize = 8, HiddenSize = 8, Epochs = 1, Threads = 1, Seed = 1 }))
            .Append(ml.Transforms.Concatenate("Features", "Vectors", "Score", "Weight", "Number"))
            .Append(ml.Transforms.Concatenate("Features", "Features", "Weight")).Fit(data);
        using var folder = new TemporaryFolder();
        var sample = ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(80));
        var report = ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"], new() { OutputColumns = ["Features"], Verify = sample, Tolerance = 1e-4f });
        Assert.Equal(["Features"], report!.Outputs.Select(output => output.Name));
        using var scoring = ml.Transforms.ApplySequenceOnnxModel(folder["model.onnx"]).Fit(sample);
        Assert.Equal(["Number", "Text", "Weight"], scoring.Scorer.Inputs.Select(input => input.Name).Order());
        AssertClose(
            model.Transform(sample).GetColumn<float[]>("Features").SelectMany(row => row),
            [.. scoring.Transform(sample).GetColumn<float[]>("Features").SelectMany(row => row)]);

        // Vectors of tokens are of no one size, which the stage has no operator for.
        var joined = SampleData.Ids(ml).Append(ml.Transforms.Concatenate("Twice", "Tokens", "Tokens")).Fit(data);
        var error = Assert.Throws<NotSupportedException>(() => ml.Model.SaveAsOnnx(joined, data.Schema, folder["twice.onnx"]));
        Assert.Contains("'Twice' of ColumnConcatenatingTransformer", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["twice.onnx"]));
    }

    [Fact]
    public void A_model_without_predictor_gives_what_it_adds()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 60);
        var model = SampleData.Ids(ml).Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(model, data.Schema, folder["model.onnx"]);
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        var documents = SampleData.MixedDocuments(60);
        var expected = model.Transform(ml.Data.LoadFromEnumerable(documents)).GetColumn<uint[]>("Ids").ToList();
        var scores = scorer.Score([.. documents.Select(d => d.Text ?? "")]);
        Assert.Equal(["Ids", "Tokens"], scorer.Outputs.Select(output => output.Name).Order());
        Assert.All(expected, (ids, row) => Assert.Equal(ids.Select(id => (long)id), scores.Integers("Ids", row).ToArray().Where(id => id >= 0)));
    }

    [Fact]
    public void The_outputs_are_those_that_are_asked_for()
    {
        var ml = Models.Context;
        using var folder = new TemporaryFolder();
        ml.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["model.onnx"], new() { OutputColumns = ["Score", "Tokens"] });
        using var scorer = new OnnxSequenceScorer(folder["model.onnx"]);
        Assert.Equal(["Text"], scorer.Inputs.Select(input => input.Name));
        Assert.Equal(["Score", "Tokens"], scorer.Outputs.Select(output => output.Name));

        foreach (var name in new[] { "Scores", "Number" })
        {
            var error = Assert.Throws<ArgumentException>(() =>
                ml.Model.SaveAsOnnx(Models.Multiclass, Models.InputSchema, folder["none.onnx"], new() { OutputColumns = [name] }));
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder["none.onnx"]));
    }

    private static void AssertSame(IDataView expected, OnnxScores scores)
    {
        Assert.Equal(expected.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").Select(label => label.ToString()), scores.Strings("PredictedLabel"));
        AssertClose(expected.GetColumn<float[]>("Score").SelectMany(row => row), scores.Floats("Score").ToArray());
    }

    private static void AssertClose(IEnumerable<float> expected, float[] actual)
    {
        var list = expected.ToList();
        Assert.Equal(list.Count, actual.Length);
        Assert.All(list.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
