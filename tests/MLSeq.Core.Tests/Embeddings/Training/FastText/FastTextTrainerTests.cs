using System.Numerics.Tensors;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Formats;
using MLSeq.Embeddings.Training;

namespace MLSeq.Tests.Embeddings.Training.FastText;

public class FastTextTrainerTests
{
    private static readonly string[] Endings = ["er", "ing", "ed", "s", "able", "less"];

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Words_of_one_topic_are_alike_and_unseen_ones_are_like_their_relatives(bool deterministic, int threads)
    {
        var vectors = new FastTextTrainer(Options(o => (o.Deterministic, o.Threads, o.Epochs) = (deterministic, threads, 15))).Fit(Topics(2000));

        var (alike, different) = (Similarity(vectors, "brakt0er", "brakt1ing"), Similarity(vectors, "brakt0er", "volm1ing"));
        Assert.True(alike > different + .3, $"{alike} against {different}");
        foreach (var (unseen, own, other) in new[] { ("brakt2ness", "brakt3ed", "volm3ed"), ("volm1ish", "volm3ed", "brakt3ed") })
        {
            Assert.Equal(-1, vectors.IndexOf(unseen));
            Assert.True(Similarity(vectors, unseen, own) > Similarity(vectors, unseen, other) + .3, unseen);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_whatever_the_threads()
    {
        var corpus = Topics(800);
        var first = Bits(new FastTextTrainer(Options(o => (o.Deterministic, o.Threads) = (true, 1))).Fit(corpus));
        Assert.Equal(first, Bits(new FastTextTrainer(Options(o => (o.Deterministic, o.Threads) = (true, 2))).Fit(corpus)));
        Assert.NotEqual(first, Bits(new FastTextTrainer(Options(o => (o.Deterministic, o.Seed) = (true, 2))).Fit(corpus)));
    }

    [Fact]
    public void Training_that_was_cancelled_goes_on_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var corpus = Topics(2000);
        var uninterrupted = Bits(new FastTextTrainer(Options(o => (o.Deterministic, o.Epochs) = (true, 5))).Fit(corpus));
        void Interruptible(FastTextOptions o)
        {
            (o.Deterministic, o.Epochs) = (true, 5);
            (o.CheckpointPath, o.CheckpointInterval) = (folder["state"], TimeSpan.Zero);
        }

        // Every chunk ends with a checkpoint here; the first one to be seen ends the run.
        using var source = new CancellationTokenSource();
        var watcher = new Thread(() =>
        {
            SpinWait.SpinUntil(() => File.Exists(folder["state"]), TimeSpan.FromSeconds(30));
            source.Cancel();
        });
        watcher.Start();
        Assert.Throws<OperationCanceledException>(() => new FastTextTrainer(Options(o =>
        {
            Interruptible(o);
            o.CancellationToken = source.Token;
        })).Fit(corpus));
        watcher.Join();
        Assert.True(File.Exists(folder["state"]));

        var error = Assert.Throws<InvalidDataException>(() => new FastTextTrainer(Options(o =>
        {
            Interruptible(o);
            o.MaxN = 5;
        })).Fit(corpus));
        Assert.Contains("MaxN 4; now it is 5", error.Message, StringComparison.Ordinal);

        Assert.Equal(uninterrupted, Bits(new FastTextTrainer(Options(Interruptible)).Fit(corpus)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Damaged_checkpoints_are_refused()
    {
        using var folder = new TemporaryFolder();
        var corpus = Topics(100);
        FastTextTrainer Trainer(bool cancelled) => new(Options(o =>
        {
            (o.CheckpointPath, o.CancellationToken) = (folder["state"], new CancellationToken(cancelled));
        }));
        Assert.Throws<OperationCanceledException>(() => Trainer(true).Fit(corpus));
        var saved = File.ReadAllBytes(folder["state"]);
        for (var length = 0; length < saved.Length; length += length < 300 ? 7 : 20011)
        {
            File.WriteAllBytes(folder["state"], saved[..length]);
            Assert.Contains(folder["state"], Assert.Throws<InvalidDataException>(() => Trainer(false).Fit(corpus)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Progress_ends_with_the_whole_text_and_the_least_rate()
    {
        var reports = new List<WordVectorProgress>();
        var corpus = Topics(200);
        new FastTextTrainer(Options(o => o.Progress = new Reports(reports))).Fit(corpus);
        var last = reports[^1];
        Assert.Equal(("training", 1, corpus.TokenCount * 5), (last.Stage, last.Fraction, last.Words));
        Assert.InRange(last.LearningRate!.Value, .05e-4 - 1e-9, .05 * 2e-4);
    }

    [Fact]
    public void Without_n_grams_there_are_plain_vectors()
    {
        var vectors = new FastTextTrainer(Options(o => (o.MaxN, o.MinN) = (0, 0))).Fit(Topics(100));
        Assert.Null(vectors.Subwords);
    }

    [Fact]
    public void What_was_trained_is_the_same_when_it_comes_from_its_file()
    {
        var vectors = new FastTextTrainer(Options(_ => { })).Fit(Topics(300));
        using var stream = new MemoryStream();
        FastTextFormat.Write(vectors, stream);
        stream.Position = 0;
        var read = FastTextFormat.Read(stream, "trained.bin");
        Assert.Equal(Bits(vectors), Bits(read));
        Assert.Equal(vectors.Counts, read.Counts);
        Assert.True(vectors.Subwords!.UsedBuckets.SequenceEqual(read.Subwords!.UsedBuckets));
    }

    [Fact]
    public void A_corpus_of_one_word_has_nothing_to_learn_and_that_is_no_error() =>
        Assert.Equal(1, new FastTextTrainer(Options(_ => { })).Fit(WordCorpus.FromSentences([["a", "a", "a"]], new() { MinCount = 1 })).Count);

    [Theory]
    [InlineData(nameof(FastTextOptions.MinN), 7, "MinN is 7; expected 1 to 4")]
    [InlineData(nameof(FastTextOptions.MaxN), 101, "MaxN is 101; expected 0 (no subwords) to 100")]
    [InlineData(nameof(FastTextOptions.Buckets), 0, "Buckets is 0; expected at least 1")]
    [InlineData(nameof(FastTextOptions.Window), 0, "Window is 0; expected 1 to 1000")]
    [InlineData(nameof(FastTextOptions.Negatives), 0, "Negatives is 0; expected 1 to 1000")]
    [InlineData(nameof(FastTextOptions.Epochs), 0, "Epochs is 0; expected 1 to 100000")]
    public void An_option_out_of_range_is_named(string option, int value, string message)
    {
        var options = Options(_ => { });
        typeof(FastTextOptions).GetProperty(option)!.SetValue(options, value);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new FastTextTrainer(options)).Message, StringComparison.Ordinal);
    }

    private static FastTextOptions Options(Action<FastTextOptions> change)
    {
        var options = new FastTextOptions { Dimensions = 20, Sample = 0, MinN = 3, MaxN = 4, Buckets = 10_000, Epochs = 5, Threads = 1 };
        change(options);
        return options;
    }

    /// <summary>Sentences of two topics, each with words of its own stem.</summary>
    private static WordCorpus Topics(int sentences)
    {
        var random = new Random(5);
        string Word(string stem) => $"{stem}{random.Next(4)}{Endings[random.Next(Endings.Length)]}";
        return WordCorpus.FromSentences(
            Enumerable.Range(0, sentences).Select(i => Enumerable.Range(0, 8).Select(_ => Word(i % 2 == 0 ? "brakt" : "volm")).ToArray()),
            new() { MinCount = 1 });
    }

    private static float Similarity(WordVectors vectors, string a, string b) => TensorPrimitives.CosineSimilarity<float>(Vector(vectors, a), Vector(vectors, b));

    private static float[] Vector(WordVectors vectors, string word)
    {
        if (vectors.IndexOf(word) is >= 0 and var index)
        {
            return vectors.GetVector(index).ToArray();
        }

        var vector = new float[vectors.Dimensions];
        Assert.True(vectors.Subwords!.TryGetVector(word, vector));
        return vector;
    }

    private static int[] Bits(WordVectors vectors) =>
        [.. Enumerable.Range(0, vectors.Count).SelectMany(i => vectors.GetVector(i).ToArray()).Select(BitConverter.SingleToInt32Bits)];

    private sealed class Reports(List<WordVectorProgress> list) : IProgress<WordVectorProgress>
    {
        public void Report(WordVectorProgress value) => list.Add(value);
    }
}
