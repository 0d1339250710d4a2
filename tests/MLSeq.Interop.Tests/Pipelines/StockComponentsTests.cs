using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Tests;

namespace MLSeq.Interop.Tests.Pipelines;

public class StockComponentsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void FeaturizeText_and_SDCA_work_beside_a_sequence_classifier_in_one_pipeline()
    {
        var model = StockPipelines.SideBySide(_ml).Fit(SampleData.View(_ml));
        var scored = model.Transform(SampleData.View(_ml, 120, seed: 2));
        Assert.True(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy > 0.95);
        Assert.True(_ml.MulticlassClassification.Evaluate(scored, scoreColumnName: "LinearScore").LogLoss < 0.5);
    }

    [Fact]
    public void Scores_of_a_sequence_classifier_are_features_of_SDCA()
    {
        var model = StockPipelines.Stacked(_ml).Fit(SampleData.View(_ml));
        var scored = model.Transform(SampleData.View(_ml, 120, seed: 2));
        Assert.True(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy > 0.95);
        var slots = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Features"].GetSlotNames(ref slots);
        Assert.Contains("SequenceScore.sport", slots.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Stock_ngrams_count_the_token_ids_and_name_them_by_their_words()
    {
        var model = StockPipelines.Ngrams(_ml).Fit(SampleData.View(_ml));
        var scored = model.Transform(SampleData.View(_ml, 120, seed: 2));
        Assert.True(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy > 0.95);
        var slots = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Features"].GetSlotNames(ref slots);
        Assert.Contains("Player", slots.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Stock_words_and_keys_feed_a_sequence_classifier()
    {
        var model = StockPipelines.StockIds(_ml).Fit(SampleData.View(_ml));
        var scored = model.Transform(SampleData.View(_ml, 120, seed: 2));
        Assert.True(_ml.MulticlassClassification.Evaluate(scored).MicroAccuracy > 0.95);
    }

    [Fact]
    public void A_prediction_engine_runs_the_whole_pipeline()
    {
        var model = StockPipelines.Stacked(_ml).Fit(SampleData.View(_ml));
        var documents = SampleData.Documents(50, seed: 3);
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(documents));
        var labels = scored.GetColumn<string>("PredictedLabel").ToList();
        var scores = scored.GetColumn<float[]>("Score").ToList();
        using var engine = _ml.Model.CreatePredictionEngine<Document, Prediction>(model);
        for (var i = 0; i < documents.Count; i++)
        {
            var prediction = engine.Predict(documents[i]);
            Assert.Equal(labels[i], prediction.PredictedLabel);
            Assert.Equal(scores[i], prediction.Scores);
        }
    }

    [Fact]
    public void A_cache_checkpoint_before_the_trainer_saves_reading_anew()
    {
        var (plain, plainReads) = Train(cache: false);
        var (cached, cachedReads) = Train(cache: true);
        Assert.True(cachedReads < plainReads, $"{cachedReads} rows read with the cache, {plainReads} without");
        Assert.Equal(plain, cached);

        (List<float> Scores, int Reads) Train(bool cache)
        {
            var reads = 0;
            var documents = SampleData.Documents(90);
            var data = _ml.Data.LoadFromEnumerable(documents.Select(document =>
            {
                reads++;
                return document;
            }));
            var options = SampleData.SmallNetwork(4);
            options.Patience = 0;
            options.ShufflePoolSize = 32; // The rows do not fit into one pool, so each epoch reads them.
            var features = new EstimatorChain<ITransformer>().Append(SampleData.Ids(_ml)).Append(_ml.Transforms.Conversion.MapValueToKey("Label"));
            var trainer = _ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", options);
            var model = (cache ? features.AppendCacheCheckpoint(_ml) : features).Append(trainer).Fit(data);
            var count = reads;
            return ([.. model.Transform(data).GetColumn<float[]>("Score").SelectMany(row => row)], count);
        }
    }

    [Fact]
    public void Cross_validates_stock_and_sequence_stages_together()
    {
        var results = _ml.MulticlassClassification.CrossValidate(SampleData.View(_ml, 200), StockPipelines.SideBySide(_ml), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.True(result.Metrics.MicroAccuracy > 0.8, $"fold {result.Fold}: {result.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void A_fresh_process_loads_stock_and_sequence_stages_and_scores_the_same()
    {
        var data = SampleData.View(_ml, 120);
        FreshProcess.AssertLoadsAndScoresTheSame(
            _ml, StockPipelines.Stacked(_ml).Fit(data), data.Schema, ["the match today", "", "bank , Market said", "wörds"]);
    }

    [Fact]
    public void Binary_and_regression_models_pass_the_stock_evaluators()
    {
        var data = SampleData.View(_ml, 200);
        var test = SampleData.View(_ml, 80, seed: 2);
        var binary = SampleData.Ids(_ml).Append(_ml.BinaryClassification.Trainers.SequenceClassifier("IsFirst", "Ids", SampleData.SmallNetwork())).Fit(data);
        Assert.True(_ml.BinaryClassification.Evaluate(binary.Transform(test), "IsFirst").AreaUnderRocCurve > 0.95);
        var options = new SequenceRegressorOptions { EmbeddingSize = 12, HiddenSize = 12, Epochs = 20, LearningRate = 0.01f, Threads = 1, Seed = 1 };
        var regressor = SampleData.Ids(_ml).Append(_ml.Regression.Trainers.SequenceRegressor("Number", "Ids", options)).Fit(data);
        var rSquared = _ml.Regression.Evaluate(regressor.Transform(test), "Number").RSquared;
        Assert.True(rSquared > 0.7, $"R² {rSquared}");
    }
}
