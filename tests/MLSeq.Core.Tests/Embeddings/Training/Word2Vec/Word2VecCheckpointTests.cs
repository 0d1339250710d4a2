using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.Word2Vec;

public class Word2VecCheckpointTests
{
    private const int Sentences = 2000;

    public static TheoryData<Word2VecModel, Word2VecLoss> Kinds => TopicCorpus.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Training_that_was_cancelled_goes_on_to_the_result_of_training_that_was_not(Word2VecModel model, Word2VecLoss loss)
    {
        using var folder = new TemporaryFolder();
        var corpus = TopicCorpus.Read(Sentences);
        Word2VecOptions Options() => new() { Model = model, Loss = loss, Dimensions = 11, Epochs = 3, Deterministic = true };
        var uninterrupted = new Word2VecTrainer(Options()).Train(corpus);

        var options = Options();
        options.CheckpointPath = folder["checkpoint"];
        Cancel(options, corpus, atFraction: .4);
        Assert.Equal(["checkpoint"], folder.Names);

        options = Options();
        options.CheckpointPath = folder["checkpoint"];
        var reports = new Reports();
        options.Progress = reports;
        var resumed = new Word2VecTrainer(options).Train(corpus);
        Assert.InRange(reports.List[0].Fraction, .4, .7);
        Assert.Equal(1, reports.List[^1].Fraction);
        Assert.Equal(TopicCorpus.Values(uninterrupted.Vectors), TopicCorpus.Values(resumed.Vectors));
        Assert.Equal(uninterrupted.Matrices.Outputs.Span, resumed.Matrices.Outputs.Span);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_checkpoint_of_other_options_or_another_text_is_an_error_that_names_the_difference()
    {
        using var folder = new TemporaryFolder();
        var corpus = TopicCorpus.Read(Sentences);
        Word2VecOptions Options() => new() { Dimensions = 3, Epochs = 2, CheckpointPath = folder["checkpoint"] };
        Cancel(Options(), corpus, atFraction: .3);
        void AssertRefused(Action<Word2VecOptions> change, string expected, int seed = 1)
        {
            var options = Options();
            change(options);
            var error = Assert.Throws<InvalidDataException>(() => new Word2VecTrainer(options).Fit(TopicCorpus.Read(Sentences, seed)));
            Assert.Contains(folder["checkpoint"], error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        }

        AssertRefused(options => options.Epochs = 3, "Epochs 2; now it is 3");
        AssertRefused(options => options.Model = Word2VecModel.Cbow, "Model SkipGram; now it is Cbow");
        AssertRefused(options => options.Sample = .5f, "Sample 0.001; now it is 0.5");
        AssertRefused(options => options.LearningRate = .5f, "LearningRate 0.025; now it is 0.5");
        AssertRefused(options => options.Seed = 9, "Seed 1; now it is 9");
        AssertRefused(_ => { }, "the text", seed: 2);

        File.WriteAllBytes(folder["checkpoint"], File.ReadAllBytes(folder["checkpoint"])[..^1]);
        AssertRefused(_ => { }, "expected");
        File.WriteAllText(folder["checkpoint"], "not a checkpoint");
        AssertRefused(_ => { }, "checkpoint");
    }

    [Fact]
    public void A_checkpoint_that_is_to_be_kept_stays_where_training_ends()
    {
        using var folder = new TemporaryFolder();
        var options = new Word2VecOptions { Dimensions = 3, Epochs = 2, CheckpointPath = folder["checkpoint"], CheckpointInterval = TimeSpan.Zero, KeepCheckpoint = true };

        new Word2VecTrainer(options).Fit(TopicCorpus.Read(Sentences));

        Assert.Equal(["checkpoint"], folder.Names);
    }

    [Fact]
    public void Checkpoints_while_training_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var corpus = TopicCorpus.Read(Sentences);
        var reports = new Reports();
        float[] Fit(string? path) => TopicCorpus.Values(new Word2VecTrainer(new()
        {
            Dimensions = 4,
            Epochs = 2,
            Deterministic = true,
            CheckpointPath = path,
            CheckpointInterval = TimeSpan.Zero,
            Progress = reports,
        }).Fit(corpus));

        Assert.Equal(Fit(null), Fit(folder["checkpoint"]));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Racing_threads_stop_at_checkpoints_and_lose_no_words()
    {
        using var folder = new TemporaryFolder();
        var reports = new Reports();
        new Word2VecTrainer(new()
        {
            Dimensions = 4,
            Epochs = 2,
            Threads = 3,
            CheckpointPath = folder["checkpoint"],
            CheckpointInterval = TimeSpan.Zero,
            Progress = reports,
        }).Fit(TopicCorpus.Read(Sentences));

        Assert.Equal(2 * 10 * Sentences, reports.List[^1].Words);
        Assert.True(reports.List.Count > 3);
    }

    [Fact]
    public void The_learning_rate_falls_in_a_straight_line()
    {
        using var folder = new TemporaryFolder();
        var reports = new Reports();
        new Word2VecTrainer(new()
        {
            Dimensions = 4,
            Epochs = 2,
            LearningRate = .2f,
            CheckpointPath = folder["checkpoint"],
            CheckpointInterval = TimeSpan.Zero,
            Progress = reports,
        }).Fit(TopicCorpus.Read(Sentences));

        Assert.Equal(0, reports.List[0].Words);
        Assert.All(reports.List, report => Assert.Equal(.2 * Math.Max(1e-4, 1 - (report.Words / (2.0 * 10 * Sentences))), report.LearningRate!.Value, 1e-5));
        Assert.All(reports.List, report => Assert.Equal(report.Words / (2.0 * 10 * Sentences), report.Fraction, 1e-9));
    }

    [Fact]
    public void Cancelled_from_the_start_nothing_is_trained()
    {
        using var folder = new TemporaryFolder();
        var options = new Word2VecOptions { CancellationToken = new(canceled: true), CheckpointPath = folder["checkpoint"] };
        Assert.Throws<OperationCanceledException>(() => new Word2VecTrainer(options).Fit(TopicCorpus.Read(10)));
    }

    private static void Cancel(Word2VecOptions options, MLSeq.Embeddings.Corpora.WordCorpus corpus, double atFraction)
    {
        using var cancellation = new CancellationTokenSource();
        options.CheckpointInterval = TimeSpan.Zero;
        options.CancellationToken = cancellation.Token;
        options.Progress = new Reports(report =>
        {
            if (report.Fraction >= atFraction)
            {
                cancellation.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => new Word2VecTrainer(options).Fit(corpus));
    }

    private sealed class Reports(Action<WordVectorProgress>? action = null) : IProgress<WordVectorProgress>
    {
        public List<WordVectorProgress> List { get; } = [];

        public void Report(WordVectorProgress value)
        {
            List.Add(value);
            action?.Invoke(value);
        }
    }
}
