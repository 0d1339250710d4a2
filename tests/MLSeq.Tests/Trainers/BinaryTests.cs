using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Tests.Trainers;

public class BinaryTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Learns_and_evaluates()
    {
        var metrics = _ml.BinaryClassification.Evaluate(Train().Transform(SampleData.View(_ml, 120, seed: 2)), "IsFirst");
        Assert.True(metrics.Accuracy > 0.95, $"accuracy {metrics.Accuracy}");
        Assert.True(metrics.AreaUnderRocCurve > 0.97, $"AUC {metrics.AreaUnderRocCurve}");
        Assert.True(metrics.LogLoss < 0.4, $"log loss {metrics.LogLoss}");
    }

    [Fact]
    public void Score_is_the_log_odds_of_the_probability_and_decides_the_label()
    {
        var scored = Train(epochs: 2).Transform(_ml.Data.LoadFromEnumerable(SampleData.MixedDocuments(80)));
        var labels = scored.GetColumn<bool>("PredictedLabel").ToList();
        var scores = scored.GetColumn<float>("Score").ToList();
        var probabilities = scored.GetColumn<float>("Probability").ToList();
        Assert.Contains(true, labels);
        Assert.Contains(false, labels);
        for (var i = 0; i < scores.Count; i++)
        {
            Assert.InRange(probabilities[i], 0, 1);
            Assert.Equal(scores[i], Math.Log(probabilities[i] / (1 - (double)probabilities[i])), 1e-3);
            Assert.Equal(scores[i] > 0, labels[i]);
        }
    }

    [Fact]
    public void A_saved_model_scores_the_same()
    {
        var data = SampleData.View(_ml, 60);
        var model = Train(epochs: 1);
        using var folder = new TemporaryFolder();
        _ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = new MLContext().Model.Load(folder["model.zip"], out _).Transform(data);
        var scored = model.Transform(data);
        Assert.Equal(scored.GetColumn<float>("Score"), loaded.GetColumn<float>("Score"));
        Assert.Equal(scored.GetColumn<float>("Probability"), loaded.GetColumn<float>("Probability"));
        Assert.Equal(scored.GetColumn<bool>("PredictedLabel"), loaded.GetColumn<bool>("PredictedLabel"));
        Assert.Equal(_ml.BinaryClassification.Evaluate(scored, "IsFirst").LogLoss, _ml.BinaryClassification.Evaluate(loaded, "IsFirst").LogLoss);
    }

    [Fact]
    public void The_seed_decides_the_model_bit_by_bit_on_several_threads()
    {
        Assert.Equal(Scores(3), Scores(3));
        Assert.NotEqual(Scores(3), Scores(4));

        List<float> Scores(int seed) => [.. Train(epochs: 2, seed, threads: 3).Transform(SampleData.View(_ml, 40)).GetColumn<float>("Score")];
    }

    private TransformerChain<SequenceBinaryTransformer> Train(int epochs = 8, int seed = 1, int threads = 1)
    {
        var options = SampleData.SmallNetwork(epochs);
        (options.Seed, options.Threads) = (seed, threads);
        return SampleData.Ids(_ml).Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", options)).Fit(SampleData.View(_ml));
    }
}
