using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class GloVeTrainerTests
{
    [Fact]
    public void Words_that_meet_are_near_and_others_are_not()
    {
        var vectors = new GloVeTrainer(new() { Dimensions = 10, Epochs = 40, MaxCooccurrence = 100 }).Fit(Sentences.Topics(400).ToCorpus());

        var pairs = from a in vectors.Words from b in vectors.Words where a != b select (a, b);
        var near = pairs.Where(pair => pair.a[0] == pair.b[0]).Average(pair => Cosine(vectors, pair.a, pair.b));
        var far = pairs.Where(pair => pair.a[0] != pair.b[0]).Average(pair => Cosine(vectors, pair.a, pair.b));
        Assert.True(near > far + 0.5, $"{near} within topics, {far} between them");
    }

    [Fact]
    public void A_seed_gives_the_same_bits_on_any_number_of_threads_and_with_any_memory()
    {
        var corpus = Sentences.Draw(1, words: 300, sentences: 200, maxLength: 30).ToCorpus();
        var one = Fit(new() { Threads = 1 });

        Assert.Equal(one, Fit(new() { Threads = 2 }));
        Assert.Equal(one, Fit(new() { Threads = 3, MemoryLimit = 0 }));
        Assert.NotEqual(one, Fit(new() { Threads = 1, Seed = 2 }));

        float[] Fit(GloVeOptions options)
        {
            (options.Dimensions, options.Epochs) = (9, 3);
            return Values(new GloVeTrainer(options).Fit(corpus));
        }
    }

    [Theory]
    [InlineData("counting co-occurrences")]
    [InlineData("training")]
    public void Cancelled_training_leaves_a_checkpoint_only_and_goes_on_from_it_to_the_same_bits(string stage)
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(2, words: 200, sentences: 200, maxLength: 30).ToCorpus();
        var expected = Values(new GloVeTrainer(new() { Dimensions = 9, Epochs = 3 }).Fit(corpus));
        using var cancel = new CancelAt(stage);
        var options = new GloVeOptions
        {
            Dimensions = 9,
            Epochs = 3,
            CheckpointPath = folder["state"],
            MemoryLimit = 0,
            TemporaryFolder = folder["."],
            Progress = cancel,
            CancellationToken = cancel.Token,
        };

        Assert.Throws<OperationCanceledException>(() => new GloVeTrainer(options).Fit(corpus));
        Assert.Equal(["state"], folder.Names);

        (options.Progress, options.CancellationToken) = (null, default);
        Assert.Equal(expected, Values(new GloVeTrainer(options).Fit(corpus)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Checkpoints_in_between_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(2, words: 40, sentences: 60, maxLength: 20).ToCorpus();
        var options = new GloVeOptions { Dimensions = 5, Epochs = 2, Threads = 2 };
        var expected = Values(new GloVeTrainer(options).Fit(corpus));

        (options.CheckpointPath, options.CheckpointInterval) = (folder["state"], TimeSpan.FromMilliseconds(20));

        Assert.Equal(expected, Values(new GloVeTrainer(options).Fit(corpus)));
    }

    [Fact]
    public void A_checkpoint_of_another_training_or_a_damaged_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Draw(2, words: 40, sentences: 60, maxLength: 20).ToCorpus();
        using var cancel = new CancelAt("training");
        var options = new GloVeOptions { Dimensions = 5, CheckpointPath = folder["state"], Progress = cancel, CancellationToken = cancel.Token };
        Assert.Throws<OperationCanceledException>(() => new GloVeTrainer(options).Fit(corpus));
        (options.Progress, options.CancellationToken) = (null, default);
        var bytes = File.ReadAllBytes(options.CheckpointPath);

        options.Window = 3;
        Assert.Contains("Window 15, not 3", Refusal(options).Message, StringComparison.Ordinal);
        options.Window = 15;
        Assert.Contains("hash", Refusal(options, Sentences.Topics(20).ToCorpus()).Message, StringComparison.Ordinal);
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 30))
        {
            File.WriteAllBytes(options.CheckpointPath, bytes[..length]);
            Assert.Contains(options.CheckpointPath, Refusal(options).Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(options.CheckpointPath, [.. bytes, 0]);
        Refusal(options);

        InvalidDataException Refusal(GloVeOptions options, MLSeq.Embeddings.Corpora.WordCorpus? other = null) =>
            Assert.Throws<InvalidDataException>(() => new GloVeTrainer(options).Fit(other ?? corpus));
    }

    [Fact]
    public void A_corpus_without_co_occurrences_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(() => new GloVeTrainer(new()).Fit(new string[][] { ["a"], ["b"], ["a"] }.ToCorpus()));

        Assert.Contains("Window", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new GloVeTrainer(new()).Fit(new string[][] { ["only"] }.ToCorpus()));
    }

    [Fact]
    public void A_word_that_only_meets_itself_is_enough() =>
        Assert.Equal(1, new GloVeTrainer(new() { Dimensions = 3, Epochs = 1 }).Fit(new string[][] { ["a", "a"] }.ToCorpus()).Count);

    [Fact]
    public void Divergence_is_an_error()
    {
        var corpus = Sentences.Topics(50).ToCorpus();

        var error = Assert.Throws<InvalidOperationException>(() => new GloVeTrainer(new() { LearningRate = 1e20f }).Fit(corpus));
        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Refused("Dimensions", options => options.Dimensions = 0);
        Refused("Window", options => options.Window = 0);
        Refused("MaxCooccurrence", options => options.MaxCooccurrence = 0);
        Refused("MaxCooccurrence", options => options.MaxCooccurrence = float.NaN);
        Refused("Alpha", options => options.Alpha = -1);
        Refused("LearningRate", options => options.LearningRate = float.PositiveInfinity);
        Refused("Epochs", options => options.Epochs = 0);
        Refused("MemoryLimit", options => options.MemoryLimit = -1);
        Refused("TemporaryFolder", options => options.TemporaryFolder = "/no such folder");
        Refused("Threads", options => options.Threads = -1);

        static void Refused(string name, Action<GloVeOptions> set)
        {
            var options = new GloVeOptions();
            set(options);
            Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => new GloVeTrainer(options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Progress_tells_both_stages_up_to_their_ends_and_the_loss_falls()
    {
        var reports = new Reports();
        new GloVeTrainer(new() { Dimensions = 10, Epochs = 10, Progress = reports }).Fit(Sentences.Topics(200).ToCorpus());

        Assert.Equal(["counting co-occurrences", "training"], reports.All.Select(report => report.Stage).Distinct());
        var last = reports.All[^1];
        Assert.Equal((1, 16_000), (last.Fraction, last.Words));
        Assert.True(last.Loss is > 0 and < 1);
    }

    private static float[] Values(WordVectors vectors) => [.. Enumerable.Range(0, vectors.Count).SelectMany(word => vectors.GetVector(word).ToArray())];

    private static float Cosine(WordVectors vectors, string a, string b) =>
        TensorPrimitives.CosineSimilarity(vectors.GetVector(vectors.IndexOf(a)), vectors.GetVector(vectors.IndexOf(b)));

    private sealed class Reports : IProgress<WordVectorProgress>
    {
        public List<WordVectorProgress> All { get; } = [];

        public void Report(WordVectorProgress value) => All.Add(value);
    }
}
