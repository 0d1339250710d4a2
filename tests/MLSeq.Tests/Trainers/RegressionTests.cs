using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Tests.Trainers;

public class RegressionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Learns_and_evaluates()
    {
        var metrics = _ml.Regression.Evaluate(Train().Transform(SampleData.View(_ml, 120, seed: 2)), "Number");
        Assert.True(metrics.RSquared > 0.8, $"R² {metrics.RSquared}");
    }

    [Fact]
    public void Targets_of_any_scale_are_learned_alike()
    {
        var documents = SampleData.Documents(240);
        var expected = Train().Transform(SampleData.View(_ml, 40, seed: 2)).GetColumn<float>("Score").ToList();
        foreach (var document in documents)
        {
            document.Number = (document.Number * 1000) - 50_000;
        }

        var scores = Train(documents: documents).Transform(SampleData.View(_ml, 40, seed: 2)).GetColumn<float>("Score").ToList();
        Assert.All(expected.Zip(scores), pair => Assert.Equal((pair.First * 1000) - 50_000d, pair.Second, 50d));
    }

    [Fact]
    public void Targets_that_are_all_the_same_are_given_back()
    {
        var documents = SampleData.Documents(60);
        foreach (var document in documents)
        {
            document.Number = 7;
        }

        var scores = Train(documents: documents).Transform(SampleData.View(_ml, 40, seed: 2)).GetColumn<float>("Score");
        Assert.All(scores, score => Assert.Equal(7d, score, 0.2d));
    }

    [Fact]
    public void Rows_with_a_missing_target_are_left_out()
    {
        var documents = SampleData.Documents(240);
        var lines = new List<string>();
        _ml.Log += (_, e) => { lock (lines) { lines.Add(e.RawMessage); } };
        var all = documents.Concat(SampleData.Documents(30, seed: 9).Select(document => new Document { Text = document.Text, Number = float.NaN }));
        var expected = Train(documents: documents, validation: 0).Transform(SampleData.View(_ml, 40, seed: 2)).GetColumn<float>("Score").ToList();
        var scores = Train(documents: [.. all], validation: 0).Transform(SampleData.View(_ml, 40, seed: 2)).GetColumn<float>("Score");
        Assert.Equal(expected, scores);
        Assert.Contains("30 of 270 rows have no label and are left out.", lines);
    }

    [Fact]
    public void A_saved_model_scores_the_same()
    {
        var data = SampleData.View(_ml, 60);
        var model = Train(epochs: 1);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = new MLContext().Model.Load(folder["model.zip"], out _).Transform(data);
        Assert.Equal(model.Transform(data).GetColumn<float>("Score"), loaded.GetColumn<float>("Score"));
    }

    [Fact]
    public void The_seed_decides_the_model_bit_by_bit()
    {
        Assert.Equal(Scores(3), Scores(3));
        Assert.NotEqual(Scores(3), Scores(4));

        List<float> Scores(int seed) => [.. Train(epochs: 2, seed).Transform(SampleData.View(_ml, 40)).GetColumn<float>("Score")];
    }

    private TransformerChain<SequenceRegressionTransformer> Train(
        int epochs = 20, int seed = 1, IReadOnlyList<Document>? documents = null, float validation = 0.1f)
    {
        var options = new SequenceRegressorOptions
        {
            EmbeddingSize = 12,
            HiddenSize = 12,
            Bidirectional = true,
            Epochs = epochs,
            BatchSize = 16,
            LearningRate = 0.01f,
            Threads = 1,
            Seed = seed,
            Patience = 0,
            ValidationFraction = validation,
        };

        // One vocabulary for all, whatever the documents.
        var vocabulary = FreshProcess.Stages(SampleData.Ids(_ml).Fit(SampleData.View(_ml))).OfType<TokenIdMappingTransformer>().Single().Vocabulary;
        return _ml.Transforms.Text.TokenizeSequence("Tokens", "Text")
            .Append(_ml.Transforms.Text.MapTokensToIds("Ids", "Tokens", vocabulary))
            .Append(_ml.Regression.Trainers.SequenceRegressor("Number", "Ids", options))
            .Fit(_ml.Data.LoadFromEnumerable(documents ?? SampleData.Documents(240)));
    }
}
