using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Trainers;

/// <summary>The options of network and training by way of the estimators.</summary>
public class TrainingOptionsTests
{
    [Fact]
    public void Every_option_of_the_trainer_is_offered_and_passed_on()
    {
        var options = new SequenceClassifierOptions { Seed = 7, Progress = new ProgressRecorder() };
        foreach (var property in typeof(SequenceTrainerOptions).GetProperties())
        {
            var offered = typeof(SequenceTrainingOptions).GetProperty(property.Name);
            Assert.True(offered is not null, property.Name);
            Change(offered, options);
        }

        var passed = options.TrainerOptions(7, options.Progress);

        Assert.All(typeof(SequenceTrainerOptions).GetProperties(), property => Assert.Equal(
            typeof(SequenceTrainingOptions).GetProperty(property.Name)!.GetValue(options), property.GetValue(passed)));
    }

    [Fact]
    public void Defaults_are_the_trainers()
    {
        var passed = new SequenceClassifierOptions().TrainerOptions(1, null);
        var defaults = new SequenceTrainerOptions();
        Assert.All(typeof(SequenceTrainerOptions).GetProperties(), property => Assert.Equal(property.GetValue(defaults), property.GetValue(passed)));
    }

    [Fact]
    public void The_network_s_options_are_passed_on()
    {
        var options = new SequenceClassifierOptions();
        var names = new[]
        {
            "Cell", "HiddenSize", "Layers", "DenseLayers", "EmbeddingSize", "Dropout", "LockedDropout", "WordDropout", "Initialization", "InitRange",
            "Bidirectional", "Pooling",
        };
        foreach (var name in names)
        {
            Change(typeof(SequenceClassifierOptions).GetProperty(name)!, options);
        }

        var passed = options.NetworkOptions(10, 3, NetworkOutput.Softmax);

        Assert.All(names, name => Assert.Equal(
            typeof(SequenceClassifierOptions).GetProperty(name)!.GetValue(options), typeof(SequenceNetworkOptions).GetProperty(name)!.GetValue(passed)));
    }

    [Fact]
    public void A_bad_option_is_named_when_the_estimator_is_made()
    {
        var ml = new MLContext(1);
        var error = Assert.Throws<ArgumentException>(
            () => ml.MulticlassClassification.Trainers.SequenceClassifier("Label", "Ids", new() { Optimizer = Optimizer.Adam, Momentum = 0.9f }));
        Assert.Equal("Momentum is 0.9; expected 0, since Optimizer is Adam.", error.Message);
    }

    [Fact]
    public void A_cancelled_training_goes_on_from_its_checkpoint_to_the_same_model()
    {
        using var folder = new TemporaryFolder();
        float[][] Scores(Action<SequenceClassifierOptions> change)
        {
            var ml = new MLContext(1);
            var options = SampleData.SmallNetwork(4);
            (options.Seed, options.Optimizer, options.Momentum, options.LearningRate, options.Patience) = (5, Optimizer.Sgd, 0.9f, 0.1f, 0);
            change(options);
            var data = SampleData.View(ml, 60);
            return [.. SampleData.Multiclass(ml, options).Fit(data).Transform(data).GetColumn<float[]>("Score")];
        }

        var unbroken = Scores(_ => { });
        var steps = 0;
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Scores(options =>
        {
            options.CheckpointPath = folder["run.checkpoint"];
            options.CancellationToken = cancellation.Token;
            options.GradientStatistics = new Observer(_ =>
            {
                if (++steps == 3)
                {
                    cancellation.Cancel();
                }
            });
        }));
        Assert.True(File.Exists(folder["run.checkpoint"]));

        Assert.Equal(unbroken, Scores(options => options.CheckpointPath = folder["run.checkpoint"]));
        Assert.False(File.Exists(folder["run.checkpoint"]));
    }

    /// <summary>Gives a property another value than it has.</summary>
    private static void Change(PropertyInfo property, object options)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var value = property.GetValue(options);
        object? changed = type switch
        {
            _ when type == typeof(bool) => !(bool)value!,
            _ when type == typeof(int) => ((int?)value ?? 0) + 1,
            _ when type == typeof(float) => ((float?)value ?? 0) + 0.5f,
            _ when type == typeof(string) => "changed",
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(9),
            { IsEnum: true } => Enum.ToObject(type, Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) + 1),
            _ when type == typeof(CancellationToken) => new CancellationToken(canceled: true),
            _ when type == typeof(IProgress<GradientStatistics>) => new Observer(_ => { }),
            _ => value,
        };
        if (property.Name != "Seed")
        {
            property.SetValue(options, changed);
        }
    }

    private sealed class Observer(Action<GradientStatistics> look) : IProgress<GradientStatistics>
    {
        public void Report(GradientStatistics value) => look(value);
    }
}
