using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Trainers;

public class MulticlassTests
{
    [Fact]
    public void Learns_and_evaluates()
    {
        var ml = Models.Context;
        var test = SampleData.View(ml, 120, seed: 2);
        var metrics = ml.MulticlassClassification.Evaluate(Models.Multiclass.Transform(test));
        Assert.True(metrics.MicroAccuracy > 0.95, $"accuracy {metrics.MicroAccuracy}");
        Assert.True(metrics.LogLoss < 0.3, $"log loss {metrics.LogLoss}");
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void Predicted_label_carries_the_label_values_and_scores_are_named_in_key_order()
    {
        var ml = Models.Context;
        var chain = ((IEnumerable<ITransformer>)Models.Multiclass).ToList();
        var withoutLast = chain.Take(chain.Count - 1).Aggregate(SampleData.View(ml, 40), (data, stage) => stage.Transform(data));
        var label = withoutLast.Schema["Label"];
        var predicted = withoutLast.Schema["PredictedLabel"];
        var score = withoutLast.Schema["Score"];
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), predicted.Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), score.Type);
        var expected = Names(label, "KeyValues");
        Assert.Equal(expected, Names(predicted, "KeyValues"));
        Assert.Equal(expected, Names(score, "SlotNames"));
        Assert.Equal(expected, Names(score, "TrainingLabelValues"));

        var scores = withoutLast.GetColumn<float[]>("Score").ToList();
        Assert.All(scores, row => Assert.Equal(1, row.Sum(), 1e-4));
        Assert.Equal(scores.Select(row => (uint)Array.IndexOf(row, row.Max()) + 1), withoutLast.GetColumn<uint>("PredictedLabel"));
    }

    [Fact]
    public void Numbers_as_labels_come_back_as_numbers()
    {
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromEnumerable(SampleData.Documents(90));
        var model = SampleData.Ids(ml)
            .Append(ml.Transforms.Conversion.MapValueToKey("Class", "Number"))
            .Append(ml.MulticlassClassification.Trainers.SequenceClassifier("Class", "Ids", SampleData.SmallNetwork(1)))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        using var folder = new TemporaryFolder();
        ml.Model.Save(model, data.Schema, folder["model.zip"]);
        var loaded = ml.Model.Load(folder["model.zip"], out _);
        var expected = model.Transform(data).GetColumn<float>("PredictedLabel").ToList();
        Assert.Equal(expected, loaded.Transform(data).GetColumn<float>("PredictedLabel"));
        var known = data.GetColumn<float>("Number").ToHashSet();
        Assert.All(expected, value => Assert.Contains(value, known));
    }

    [Fact]
    public void A_prediction_engine_gives_the_same_one_by_one()
    {
        var ml = Models.Context;
        var documents = SampleData.MixedDocuments(40);
        var scored = Models.Multiclass.Transform(ml.Data.LoadFromEnumerable(documents));
        var labels = scored.GetColumn<ReadOnlyMemory<char>>("PredictedLabel").ToList();
        var scores = scored.GetColumn<float[]>("Score").ToList();
        using var engine = ml.Model.CreatePredictionEngine<Document, Prediction>(Models.Multiclass);
        for (var i = 0; i < documents.Count; i++)
        {
            var prediction = engine.Predict(documents[i]);
            Assert.Equal(labels[i].ToString(), prediction.PredictedLabel);
            Assert.Equal(scores[i], prediction.Scores);
        }
    }

    [Fact]
    public void A_step_size_that_decays_changes_the_epochs_after_the_first()
    {
        var plain = Losses(decay: 1);
        var decayed = Losses(decay: 0.1f);
        Assert.Equal(plain[0], decayed[0]);
        Assert.NotEqual(plain[1], decayed[1]);

        static List<double> Losses(float decay)
        {
            var ml = new MLContext(1);
            var options = SampleData.SmallNetwork(2);
            options.Decay = decay;
            var progress = new ProgressRecorder();
            options.Progress = progress;
            SampleData.Multiclass(ml, options).Fit(SampleData.View(ml, 60));
            return [.. progress.Seen.Select(report => report.Completed).OfType<EpochResult>().Select(epoch => epoch.Loss)];
        }
    }

    [Fact]
    public void Cross_validates()
    {
        var ml = new MLContext(1);
        var data = SampleData.View(ml, 150);
        var results = ml.MulticlassClassification.CrossValidate(data, SampleData.Multiclass(ml), numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, result => Assert.True(result.Metrics.MicroAccuracy > 0.8, $"fold {result.Fold}: {result.Metrics.MicroAccuracy}"));
    }

    [Fact]
    public void The_context_seed_decides_the_model()
    {
        Assert.Equal(Scores(5), Scores(5));
        Assert.NotEqual(Scores(5), Scores(6));

        static List<float> Scores(int seed)
        {
            var ml = new MLContext(seed);
            var options = SampleData.SmallNetwork(1);
            options.Seed = null;
            var data = SampleData.View(ml, 60);
            return [.. SampleData.Multiclass(ml, options).Fit(data).Transform(data).GetColumn<float[]>("Score").SelectMany(row => row)];
        }
    }

    [Fact]
    public void Logs_each_epoch_and_reports_progress()
    {
        var ml = new MLContext(1);
        var lines = new List<string>();
        ml.Log += (_, e) => { lock (lines) { lines.Add(e.RawMessage); } };
        var options = SampleData.SmallNetwork(3);
        var reports = new ProgressRecorder();
        options.Progress = reports;
        options.Patience = 0;
        SampleData.Multiclass(ml, options).Fit(SampleData.View(ml, 60));
        Assert.Equal(3, lines.Count(line => line.StartsWith("Epoch ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("Epoch 2 of 3: loss ", StringComparison.Ordinal));
        Assert.Equal([1, 2, 3], reports.Seen.Where(report => report.Completed is not null).Select(report => report.Epoch));
    }

    [Fact]
    public void Cancels()
    {
        var ml = new MLContext(1);
        using var source = new CancellationTokenSource();
        var options = SampleData.SmallNetwork(50);
        options.Patience = 0;
        options.CancellationToken = source.Token;
        options.Progress = new Canceller(source);
        Assert.ThrowsAny<OperationCanceledException>(() => SampleData.Multiclass(ml, options).Fit(SampleData.View(ml, 60)));
    }

    [Fact]
    public void Validates_on_data_of_its_own()
    {
        var ml = new MLContext(1);
        var ids = SampleData.Ids(ml).Append(ml.Transforms.Conversion.MapValueToKey("Label")).Fit(SampleData.View(ml, 120));
        var train = ids.Transform(SampleData.View(ml, 120));
        var validation = ids.Transform(SampleData.View(ml, 40, seed: 9));
        var model = ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", SampleData.SmallNetwork(3)).Fit(train, validation);
        Assert.All(model.Model.History!.Epochs, epoch => Assert.NotNull(epoch.ValidationLoss));
        Assert.Equal(model.Model.History.Epochs.MinBy(epoch => epoch.ValidationLoss)!.Epoch, model.Model.History.BestEpoch);
    }

    [Fact]
    public void Weights_count()
    {
        var ml = new MLContext(1);
        var documents = SampleData.Documents(120);
        foreach (var document in documents)
        {
            // Only the first class counts, so that it is all there is to predict.
            document.Weight = document.Label == SampleData.Labels[0] ? 1 : 0;
        }

        var options = SampleData.SmallNetwork(4);
        options.ExampleWeightColumnName = "Weight";
        var data = ml.Data.LoadFromEnumerable(documents);
        var predicted = SampleData.Multiclass(ml, options).Fit(data).Transform(data).GetColumn<ReadOnlyMemory<char>>("PredictedLabel");
        Assert.All(predicted, label => Assert.Equal(SampleData.Labels[0], label.ToString()));
    }

    private static string[] Names(DataViewSchema.Column column, string kind)
    {
        VBuffer<ReadOnlyMemory<char>> values = default;
        column.Annotations.GetValue(kind, ref values);
        return [.. values.DenseValues().Select(value => value.ToString())];
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => source.Cancel();
    }
}
