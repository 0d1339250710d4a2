using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.NeuralLanguageModel;

public class NeuralLanguageModelTrainerTests
{
    [Fact]
    public void What_follows_from_the_words_before_is_learnt_up_to_a_perplexity_of_one()
    {
        // The next word takes two words of history: a b is followed by c, x b by z.
        string[][] sentences = [.. Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? new[] { "a", "b", "c" } : ["x", "b", "z"])];
        var loss = new LastLoss();

        new NeuralLanguageModelTrainer(new() { Dimensions = 5, HiddenSize = 12, History = 2, BatchSize = 10, Epochs = 20, LearningRate = 0.01f, Progress = loss })
            .Fit(sentences.ToCorpus());

        // The first word of a sentence is a coin's toss: log 2 for one word of three.
        Assert.Equal(Math.Log(2) / 3, loss.Value, 0.02);
    }

    [Fact]
    public void Words_of_one_place_are_near()
    {
        var random = new Random(1);
        string[] subjects = ["i", "you", "we", "they"];
        string[] verbs = ["see", "hear", "know", "like"];
        var corpus = Enumerable.Range(0, 800).Select(_ => new[] { subjects[random.Next(4)], verbs[random.Next(4)], subjects[random.Next(4)] }).ToCorpus();

        var vectors = new NeuralLanguageModelTrainer(new() { Dimensions = 8, HiddenSize = 16, History = 2, BatchSize = 20, Epochs = 15, LearningRate = 0.01f }).Fit(corpus);

        var near = subjects.Concat(verbs).Average(word => (word.Length > 0 && subjects.Contains(word) ? subjects : verbs).Where(other => other != word).Average(other => Cosine(vectors, word, other)));
        var far = subjects.Average(subject => verbs.Average(verb => Cosine(vectors, subject, verb)));
        Assert.True(near > far + 0.3, $"{near} within, {far} between");
    }

    [Fact]
    public void A_seed_gives_the_same_bits_and_another_one_others()
    {
        var corpus = Sentences.Topics(40).ToCorpus();

        Assert.Equal(Fit(1), Fit(1));
        Assert.NotEqual(Fit(1), Fit(2));

        float[] Fit(int seed) => Values(new NeuralLanguageModelTrainer(Small(seed)).Fit(corpus));
    }

    [Fact]
    public void Cancelled_training_goes_on_to_the_same_bits_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Topics(40).ToCorpus();
        var expected = Values(new NeuralLanguageModelTrainer(Small(1)).Fit(corpus));
        using var cancel = new CancelAt("training");
        var options = Small(1);
        (options.CheckpointPath, options.Progress, options.CancellationToken) = (folder["state"], cancel, cancel.Token);

        Assert.Throws<OperationCanceledException>(() => new NeuralLanguageModelTrainer(options).Fit(corpus));
        Assert.Equal(["state"], folder.Names);

        options.CancellationToken = default;
        Assert.Equal(expected, Values(new NeuralLanguageModelTrainer(options).Fit(corpus)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void A_checkpoint_of_another_training_or_a_damaged_one_is_refused()
    {
        using var folder = new TemporaryFolder();
        var corpus = Sentences.Topics(40).ToCorpus();
        var options = Small(1);
        (options.CheckpointPath, options.CancellationToken) = (folder["state"], new(canceled: true));
        Assert.Throws<OperationCanceledException>(() => new NeuralLanguageModelTrainer(options).Fit(corpus));
        options.CancellationToken = default;
        var bytes = File.ReadAllBytes(options.CheckpointPath);

        options.History = 1;
        Assert.Contains("History 3, not 1", Refusal().Message, StringComparison.Ordinal);
        options.History = 3;
        foreach (var length in (int[])[0, 10, bytes.Length / 2, bytes.Length - 1])
        {
            File.WriteAllBytes(options.CheckpointPath, bytes[..length]);
            Assert.Contains(options.CheckpointPath, Refusal().Message, StringComparison.Ordinal);
        }

        InvalidDataException Refusal() => Assert.Throws<InvalidDataException>(() => new NeuralLanguageModelTrainer(options).Fit(corpus));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Contains("'only'", Assert.Throws<InvalidDataException>(
            () => new NeuralLanguageModelTrainer(new()).Fit(new string[][] { ["only"] }.ToCorpus())).Message, StringComparison.Ordinal);
        Refused("History", options => options.History = 0);
        Refused("HiddenSize", options => options.HiddenSize = 0);
        Refused("BatchSize", options => options.BatchSize = 0);
        Refused("LearningRate", options => options.LearningRate = float.NaN);
        Refused("Epochs", options => options.Epochs = 0);
        Refused("Dimensions", options => options.Dimensions = 0);

        static void Refused(string name, Action<NeuralLanguageModelOptions> set)
        {
            var options = new NeuralLanguageModelOptions();
            set(options);
            Assert.StartsWith(name, Assert.Throws<ArgumentException>(() => new NeuralLanguageModelTrainer(options)).Message, StringComparison.Ordinal);
        }
    }

    private static NeuralLanguageModelOptions Small(int seed) => new() { Dimensions = 5, HiddenSize = 7, BatchSize = 33, Epochs = 3, Threads = 2, Seed = seed };

    private static float[] Values(WordVectors vectors) => [.. Enumerable.Range(0, vectors.Count).SelectMany(word => vectors.GetVector(word).ToArray())];

    private static float Cosine(WordVectors vectors, string a, string b) =>
        TensorPrimitives.CosineSimilarity(vectors.GetVector(vectors.IndexOf(a)), vectors.GetVector(vectors.IndexOf(b)));

    private sealed class LastLoss : IProgress<WordVectorProgress>
    {
        public double Value { get; private set; }

        public void Report(WordVectorProgress value) => Value = value.Loss!.Value;
    }
}
