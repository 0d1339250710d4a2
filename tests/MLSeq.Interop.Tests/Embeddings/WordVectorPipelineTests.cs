using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLSeq.Embeddings;
using MLSeq.Tests;
using MLSeq.Tests.Embeddings;

namespace MLSeq.Interop.Tests.Embeddings;

public class WordVectorPipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Pooled_vectors_that_are_trained_in_the_pipeline_are_features_of_SDCA()
    {
        var model = Linear(Trained()).Fit(SampleData.View(_ml, 600));
        var scored = model.Transform(SampleData.View(_ml, 150, seed: 2));
        var accuracy = _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy;
        Assert.True(accuracy > 0.9, $"accuracy {accuracy}");
        var slots = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Features"].GetSlotNames(ref slots);
        Assert.Contains("Vectors.Mean.0", slots.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void They_stand_beside_FeaturizeText()
    {
        var pipeline = StockPipelines.Featurize(_ml)
            .Append(Trained())
            .Append(_ml.Transforms.Concatenate("Features", "Features", "Vectors"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(StockPipelines.Linear(_ml))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var model = pipeline.Fit(SampleData.View(_ml));
        Assert.True(_ml.MulticlassClassification.Evaluate(model.Transform(SampleData.View(_ml, 120, seed: 2))).MicroAccuracy > 0.95);
    }

    [Fact]
    public void A_prediction_engine_runs_the_whole_pipeline()
    {
        var model = Linear(Given(WordVectorOutput.MinMeanMax)).Fit(SampleData.View(_ml));
        var documents = SampleData.Documents(40, seed: 3);
        var scores = model.Transform(_ml.Data.LoadFromEnumerable(documents)).GetColumn<float[]>("Score").ToList();
        using var engine = _ml.Model.CreatePredictionEngine<Document, Prediction>(model);
        Assert.Equal(scores, documents.Select(document => engine.Predict(document).Scores));
    }

    [Fact]
    public void Cross_validates_with_vectors_trained_on_each_fold()
    {
        var results = _ml.MulticlassClassification.CrossValidate(SampleData.View(_ml, 600), Linear(Trained()), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.True(result.Metrics.MicroAccuracy > 0.8, $"fold {result.Fold}: {result.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void A_fresh_process_loads_stock_stages_and_vectors_and_scores_the_same()
    {
        var data = SampleData.View(_ml, 120);
        var model = Linear(Given(WordVectorOutput.SmoothInverseFrequency)).Fit(data);
        FreshProcess.AssertLoadsAndScoresTheSame(_ml, model, data.Schema, ["the match today", "", "bank , Market said", "wörds"]);
    }

    [Fact]
    public void Stock_keys_of_stock_words_have_the_vectors_of_their_words()
    {
        var data = SampleData.View(_ml, 100);
        var view = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Ids", "Words"))
            .Append(_ml.Transforms.Text.ApplyWordVectors("OfWords", "Words", SampleVectors.Vectors))
            .Append(_ml.Transforms.Text.ApplyWordVectors("OfIds", "Ids", SampleVectors.Vectors)).Fit(data).Transform(data);
        Assert.Equal(view.GetColumn<float[]>("OfWords"), view.GetColumn<float[]>("OfIds"));
        Assert.Contains(view.GetColumn<float[]>("OfWords"), row => row.Any(value => value != 0));
    }

    [Fact]
    public void Minima_means_and_maxima_are_those_of_ApplyWordEmbedding()
    {
        using var folder = new TemporaryFolder();
        SampleVectors.Vectors.Save(folder["vectors.txt"], WordVectorFormat.GloVe);
        var documents = SampleData.Documents(60).Where(document => document.Text!.Split(' ').Any(SampleVectors.Vectors.Contains));
        var data = _ml.Data.LoadFromEnumerable(documents);
        var view = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Text.ApplyWordEmbedding("Stock", folder["vectors.txt"], "Words"))
            .Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Words", folder["vectors.txt"], new() { Output = WordVectorOutput.MinMeanMax }))
            .Fit(data).Transform(data);
        Assert.Equal(view.Schema["Stock"].Type, view.Schema["Vectors"].Type);
        Assert.All(view.GetColumn<float[]>("Stock").Zip(view.GetColumn<float[]>("Vectors")), rows =>
            Assert.All(rows.First.Zip(rows.Second), values => Assert.Equal(values.First, values.Second, 1e-5)));
    }

    [Fact]
    public void Cursors_of_a_set_give_together_the_rows_that_one_gives()
    {
        var data = _ml.Data.Cache(SampleData.View(_ml, 1000));
        var view = Given(WordVectorOutput.PerToken).Fit(data).Transform(data);
        var expected = view.GetColumn<float[]>("Vectors").Select(Key).Order(StringComparer.Ordinal);
        var cursors = view.GetRowCursorSet(view.Schema, 4);
        var parts = new List<string>[cursors.Length];
        Parallel.For(0, cursors.Length, i =>
        {
            using var cursor = cursors[i];
            var get = cursor.GetGetter<VBuffer<float>>(view.Schema["Vectors"]);
            VBuffer<float> value = default;
            parts[i] = [];
            while (cursor.MoveNext())
            {
                get(ref value);
                parts[i].Add(Key([.. value.DenseValues()]));
            }
        });
        Assert.Equal(expected, parts.SelectMany(part => part).Order(StringComparer.Ordinal));

        static string Key(float[] row) => string.Join(' ', row);
    }

    private EstimatorChain<WordVectorTransformer> Trained() =>
        SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.Word2Vec("Vectors", "Tokens", new()
        {
            MinCount = 2,
            Training = { Dimensions = 16, Epochs = 10, Sample = 0, Deterministic = true },
        }));

    private EstimatorChain<WordVectorTransformer> Given(WordVectorOutput output) =>
        SampleVectors.Tokens(_ml).Append(_ml.Transforms.Text.ApplyWordVectors("Vectors", "Tokens", SampleVectors.Vectors, new() { Output = output }));

    private EstimatorChain<KeyToValueMappingTransformer> Linear(IEstimator<ITransformer> vectors) =>
        vectors.Append(_ml.Transforms.Concatenate("Features", "Vectors", "Weight"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(StockPipelines.Linear(_ml))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
}
