using MLSeq.LanguageModels;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Text;

namespace MLSeq.Tests.LanguageModels;

public class LanguageModelTrainerTests
{
    [Theory]
    [InlineData(SoftmaxKind.Full, false)]
    [InlineData(SoftmaxKind.Full, true)]
    [InlineData(SoftmaxKind.Sampled, false)]
    [InlineData(SoftmaxKind.Adaptive, true)]
    public void Lines_are_learned_by_heart(SoftmaxKind softmax, bool isContinuous)
    {
        var model = TinyModel.Train(Tokenizers.Words(), isContinuous, o => (o.Softmax, o.Samples, o.Cutoffs) = (softmax, 8, [4, 8]));
        var score = model.Evaluate(TinyModel.Lines);

        Assert.True(score.Perplexity < 2, $"{score}, {score.Perplexity}");
        Assert.Equal(22, score.Tokens);
    }

    [Fact]
    public void The_end_of_continuous_text_is_held_out_and_not_in_the_vocabulary()
    {
        // Of 100 characters and line ends, the last tenth has letters of its own.
        string[] lines = [.. Enumerable.Repeat("abcd efgh", 9), "vwxyz wxy"];
        var model = Trainer(0.1f).Fit(() => lines);

        Assert.Equal(0, model.Vocabulary.GetId("w"));
        Assert.NotEqual(0, model.Vocabulary.GetId("h"));
        Assert.NotNull(model.History!.Epochs[0].ValidationLoss);
        Assert.Equal(2 * 90, model.History.Tokens);
    }

    [Fact]
    public void Validation_on_texts_of_its_own_is_what_evaluation_gives()
    {
        string[] lines = ["abcd efgh", "efgh abcd"], validation = ["abcd", "efgh"];
        var model = Trainer(0).Fit(() => lines, () => validation);

        Assert.Equal(model.History!.Epochs[^1].ValidationLoss!.Value, model.Evaluate(validation).NatsPerToken, 1e-4);
    }

    [Fact]
    public void A_long_line_is_learned_in_windows_and_guessed_better_for_what_came_before_them()
    {
        // The second window has the letter once, and only the one before says which it is.
        string[] lines = ["a....a....a", "b....b....b"];
        var training = new SequenceTrainerOptions { Epochs = 400, BatchSize = 4, LearningRate = 0.02f, ValidationFraction = 0, Threads = 2, Patience = 0 };
        var longest = 0L;
        training.GradientStatistics = new Watch(statistics => longest = Math.Max(longest, statistics.StateNorms[0].Count));
        var model = new LanguageModelTrainer(
            new() { EmbeddingSize = 6, HiddenSize = 12 }, training, new() { Tokenizer = Tokenizers.Characters(), Steps = 7 }).Fit(() => lines);

        Assert.Equal(7, longest);
        var (right, wrong) = (model.LogProbability("a....a....a"), model.LogProbability("a....a....b"));
        Assert.True(right > wrong + 1, $"{right}, {wrong}");
    }

    [Fact]
    public void Progress_knows_the_length_of_continuous_text_from_the_start()
    {
        var reports = new List<TrainingProgress>();
        var training = new SequenceTrainerOptions { Epochs = 2, BatchSize = 3, ValidationFraction = 0, Patience = 0, Progress = new Collector(reports) };
        new LanguageModelTrainer(
            new() { EmbeddingSize = 4, HiddenSize = 4 }, training, new() { Tokenizer = Tokenizers.Characters(), ContinuousText = true, Steps = 8 })
            .Fit(() => TinyModel.Lines);

        Assert.All(reports, report => Assert.Equal(report.TotalExamples, reports[^1].Examples));
    }

    [Fact]
    public void No_text_is_an_error()
    {
        Assert.ThrowsAny<Exception>(() => Trainer(0).Fit(() => []));
        var error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new() { Bidirectional = true }, new(), new()));
        Assert.Contains("Bidirectional", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => new LanguageModelTrainer(new(), new(), new() { Steps = 0 }));
        Assert.Contains("Steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_with_carried_states_and_threads()
    {
        double Run()
        {
            var model = TinyModel.Train(Tokenizers.Characters(), isContinuous: true, o => o.Dropout = 0.2f, epochs: 3);
            return model.LogProbability("the apple");
        }

        Assert.Equal(Run(), Run());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_that_is_broken_off_in_mid_epoch_goes_on_to_the_same_bits(bool isContinuous)
    {
        using var folder = new TemporaryFolder();
        string[] lines = [.. Enumerable.Repeat(TinyModel.Lines, 5).SelectMany(l => l)];
        double[] Run(string? checkpoint, int stopAt)
        {
            using var cancellation = new CancellationTokenSource();
            var training = new SequenceTrainerOptions
            {
                Epochs = 3,
                BatchSize = 3,
                Threads = 2,
                Patience = 0,
                ValidationFraction = 0.2f,
                CheckpointPath = checkpoint,
                CancellationToken = cancellation.Token,
                GradientStatistics = new CancelAfter(cancellation, stopAt),
            };
            var model = new LanguageModelTrainer(
                new() { EmbeddingSize = 4, HiddenSize = 5, Dropout = 0.2f }, training,
                new() { Tokenizer = Tokenizers.Characters(), ContinuousText = isContinuous, Steps = 8 }).Fit(() => lines);
            return [.. model.History!.Epochs.SelectMany(e => new[] { e.Loss, e.ValidationLoss!.Value }), model.LogProbability("the apple")];
        }

        var unbroken = Run(null, int.MaxValue);
        var file = folder["run.checkpoint"];

        // Stops in the first epoch, and a few steps after going on.
        Assert.Throws<OperationCanceledException>(() => Run(file, 3));
        Assert.True(File.Exists(file));
        Assert.Throws<OperationCanceledException>(() => Run(file, 9));

        Assert.Equal(unbroken, Run(file, int.MaxValue));
    }

    private static LanguageModelTrainer Trainer(float fraction) => new(
        new() { EmbeddingSize = 4, HiddenSize = 4 },
        new() { Epochs = 2, BatchSize = 3, ValidationFraction = fraction, Threads = 2, Patience = 0 },
        new() { Tokenizer = Tokenizers.Characters(), ContinuousText = true, Steps = 8 });

    private sealed class Watch(Action<GradientStatistics> look) : IProgress<GradientStatistics>
    {
        public void Report(GradientStatistics value) => look(value);
    }

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    /// <summary>Cancels after some steps.</summary>
    private sealed class CancelAfter(CancellationTokenSource source, int steps) : IProgress<GradientStatistics>
    {
        private int _steps;

        public void Report(GradientStatistics value)
        {
            if (++_steps == steps)
            {
                source.Cancel();
            }
        }
    }
}
