using System.Security.Cryptography;
using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlseq-").FullName;

    private string CheckpointFile => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Stops come at rows that are read while the data is looked at first, in the first epoch, in a later one and while validating.</summary>
    [Theory]
    [InlineData(Optimizer.Adam, 0f, LearningRateSchedule.Decay, 1, 20, new[] { 30, 350, 420, 560 })]
    [InlineData(Optimizer.AdamW, 0f, LearningRateSchedule.Cosine, 2, 20, new[] { 500, 700 })]
    [InlineData(Optimizer.Sgd, 0.9f, LearningRateSchedule.Plateau, 2, 20, new[] { 640, 500 })]
    [InlineData(Optimizer.RmsProp, 0.5f, LearningRateSchedule.Step, 1, 20, new[] { 301, 302, 303 })]
    [InlineData(Optimizer.AdaGrad, 0f, LearningRateSchedule.Constant, 1, 20, new[] { 450 })]
    public void A_run_that_is_cancelled_and_resumed_ends_with_the_bits_of_an_unbroken_one(
        Optimizer optimizer, float momentum, LearningRateSchedule schedule, int threads, int pool, int[] stops)
    {
        var options = new SequenceTrainerOptions
        {
            Epochs = 4,
            BatchSize = 8,
            Optimizer = optimizer,
            LearningRate = 0.05f,
            Momentum = momentum,
            WeightDecay = 0.01f,
            Schedule = schedule,
            Decay = schedule is LearningRateSchedule.Constant or LearningRateSchedule.Cosine ? 1 : 0.5f,
            Threads = threads,
            ShufflePoolSize = pool,
            Patience = 0,
        };
        var (unbroken, expected) = Train(options, _ => { });

        options.CheckpointPath = CheckpointFile;
        foreach (var stop in stops)
        {
            using var cancellation = new CancellationTokenSource();
            options.CancellationToken = cancellation.Token;
            Assert.Throws<OperationCanceledException>(() => Train(options, row =>
            {
                if (row == stop)
                {
                    cancellation.Cancel();
                }
            }));
            Assert.True(File.Exists(CheckpointFile));
        }

        options.CancellationToken = default;
        var (resumed, found) = Train(options, _ => { });

        Assert.Equal(Toy.Saved(unbroken), Toy.Saved(resumed));
        Assert.Equal(expected.Epochs.Select(e => (e.Loss, e.ValidationLoss, e.ValidationAccuracy)), found.Epochs.Select(e => (e.Loss, e.ValidationLoss, e.ValidationAccuracy)));
        Assert.Equal((expected.BestEpoch, expected.Examples, expected.Tokens), (found.BestEpoch, found.Examples, found.Tokens));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)] // ends before its last epoch
    public void A_run_that_ended_ends_again_at_once_where_its_checkpoint_is_kept(int patience)
    {
        var options = new SequenceTrainerOptions
        {
            Epochs = 12,
            BatchSize = 8,
            LearningRate = 0.1f,
            Threads = 1,
            Patience = patience,
            CheckpointPath = CheckpointFile,
            KeepCheckpoint = true,
        };
        var (trained, expected) = Train(options, _ => { });
        Assert.Equal([CheckpointFile], Directory.EnumerateFiles(_folder));
        var steps = 0;
        options.GradientStatistics = new Count(() => steps++);

        var (again, found) = Train(options, _ => { });

        Assert.Equal(0, steps);
        Assert.Equal(Toy.Saved(trained), Toy.Saved(again));
        Assert.Equal(expected.Epochs, found.Epochs);
        Assert.Equal((expected.BestEpoch, expected.Tokens), (found.BestEpoch, found.Tokens));
    }

    [Fact]
    public void A_run_that_dies_goes_on_from_its_last_checkpoint()
    {
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 8, Threads = 1, ShufflePoolSize = 20, Patience = 0 };
        var (unbroken, _) = Train(options, _ => { });

        options.CheckpointPath = CheckpointFile;
        options.CheckpointInterval = TimeSpan.Zero;
        foreach (var death in new[] { 333, 555 })
        {
            Assert.Throws<IOException>(() => Train(options, row =>
            {
                if (row == death)
                {
                    throw new IOException("The disk is gone.");
                }
            }));
        }

        Assert.Equal(Toy.Saved(unbroken), Toy.Saved(Train(options, _ => { }).Network));
    }

    [Theory]
    [InlineData(Optimizer.Adam, 1)]
    [InlineData(Optimizer.Sgd, 3)]
    public void States_that_batches_carry_on_are_in_the_checkpoint(Optimizer optimizer, int threads)
    {
        var options = new SequenceTrainerOptions
        {
            Epochs = 2,
            BatchSize = Stream.StreamRows,
            Optimizer = optimizer,
            LearningRate = 0.1f,
            Threads = threads,
            ClipNorm = 1,
        };
        byte[] Run(int stop)
        {
            using var cancellation = new CancellationTokenSource();
            options.CancellationToken = cancellation.Token;
            var network = new SequenceNetwork(
                new() { VocabularySize = 7, EmbeddingSize = 4, HiddenSize = 5, Layers = 2, Pooling = SequencePooling.None, OutputSize = 7, Dropout = 0.2f }, 1);
            try
            {
                new SequenceTrainer(network, options).Fit(new Stream(network.Shape, batch =>
                {
                    if (batch == stop)
                    {
                        cancellation.Cancel();
                    }
                }));
            }
            catch (OperationCanceledException)
            {
                Assert.NotEqual(-1, stop);
            }

            return Toy.Saved(network);
        }

        var unbroken = Run(-1);
        options.CheckpointPath = CheckpointFile;
        Run(5);
        Run(18);

        Assert.Equal(unbroken, Run(-1));
    }

    [Fact]
    public void Other_options_and_other_data_are_refused_by_name()
    {
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 8, Threads = 1, ShufflePoolSize = 20, CheckpointPath = CheckpointFile };
        Interrupt(options);
        var written = File.ReadAllBytes(CheckpointFile);
        void Refused(string message, Action<SequenceTrainerOptions> change, SequenceNetworkOptions? network = null, int seed = 7)
        {
            var changed = options.Copy();
            change(changed);
            var error = Assert.Throws<InvalidDataException>(() => Train(changed, _ => { }, network, seed));
            Assert.Contains(CheckpointFile, error.Message, StringComparison.Ordinal);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(written, File.ReadAllBytes(CheckpointFile));
        }

        Refused("BatchSize 8; now it is 9", o => o.BatchSize = 9);
        Refused("Optimizer Adam; now it is Sgd", o => o.Optimizer = Optimizer.Sgd);
        Refused("LearningRate 0.001; now it is 0.002", o => o.LearningRate = 0.002f);
        Refused("Beta2 not set; now it is 0.5", o => o.Beta2 = 0.5f);
        Refused("Epochs 3; now it is 4", o => o.Epochs = 4);
        Refused("Threads 1; now it is 2", o => o.Threads = 2);
        Refused("Seed 1; now it is 2", o => o.Seed = 2);
        Refused("ShufflePoolSize 20; now it is 21", o => o.ShufflePoolSize = 21);
        Refused("HiddenSize 6; now it is 7", _ => { }, NetworkOptions(hidden: 7));
        Refused("the data", _ => { }, seed: 8);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_never_breaks_anything_else()
    {
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 8, Threads = 1, ShufflePoolSize = 20, CheckpointPath = CheckpointFile };
        Interrupt(options);
        var written = File.ReadAllBytes(CheckpointFile);
        for (var length = 0; length < written.Length; length += Math.Max(1, written.Length / 60))
        {
            File.WriteAllBytes(CheckpointFile, written[..length]);
            var error = Assert.Throws<InvalidDataException>(() => Train(options, _ => { }));
            Assert.Contains(CheckpointFile, error.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(CheckpointFile, [.. written, 0]);
        Assert.Throws<InvalidDataException>(() => Train(options, _ => { }));

        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var damaged = (byte[])written.Clone();
            damaged[random.Next(i % 2 == 0 ? damaged.Length : 800)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(CheckpointFile, damaged);
            try
            {
                Train(options, _ => { });
            }
            catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
            {
                // A flipped bit of a weight is another weight, which may also make the training break down.
            }
        }
    }

    [Fact]
    public void A_run_that_breaks_down_names_the_step_keeps_its_checkpoint_and_the_best_weights()
    {
        var options = new SequenceTrainerOptions
        {
            Epochs = 9,
            BatchSize = 4,
            Threads = 1,
            LearningRate = 0.01f,
            ShufflePoolSize = 4,
            CheckpointPath = CheckpointFile,
            CheckpointInterval = TimeSpan.Zero,
        };
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 1, Output = NetworkOutput.Linear }, 1);
        var rows = Toy.FrameRows(40, seed: 1).ToArray();
        var best = Array.Empty<byte>();
        var reads = 0;
        IEnumerable<SequenceExample> Read()
        {
            // The first reading is for the checkpoint, the later ones are the epochs'.
            reads++;
            best = reads == 4 ? Toy.Saved(network) : best;
            return rows.Select((row, i) => reads == 4 && i == 21 ? new SequenceExample { Frames = row.Frames, Label = float.MaxValue } : row);
        }

        var error = Assert.Throws<InvalidOperationException>(() => new SequenceTrainer(network, options).Fit(Read, () => rows));

        Assert.Contains("at step 26, in epoch 3, the loss is", error.Message, StringComparison.Ordinal);
        Assert.Contains("the weights of epoch 2, its best", error.Message, StringComparison.Ordinal);
        Assert.Contains($"The checkpoint '{CheckpointFile}' of step 25 is kept.", error.Message, StringComparison.Ordinal);
        Assert.Equal(best, Toy.Saved(network));
        reads = 10;
        Assert.Equal(9, new SequenceTrainer(network, options).Fit(Read, () => rows).Epochs.Count);
    }

    [Theory]
    [InlineData("", 0, "CheckpointPath is empty")]
    [InlineData("x", -1, "CheckpointInterval is")]
    public void Bad_options_are_named(string path, int seconds, string message)
    {
        var options = new SequenceTrainerOptions { CheckpointPath = path, CheckpointInterval = TimeSpan.FromSeconds(seconds) };
        var error = Assert.Throws<ArgumentException>(() => new SequenceTrainer(new SequenceNetwork(NetworkOptions(), 1), options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static SequenceNetworkOptions NetworkOptions(int hidden = 6) => new()
    {
        VocabularySize = 20,
        EmbeddingSize = 4,
        HiddenSize = hidden,
        Layers = 2,
        Bidirectional = true,
        OutputSize = 3,
        Dropout = 0.3f,
        WordDropout = 0.1f,
    };

    /// <summary>Trains on 150 rows, about a tenth of them held out, of which <paramref name="look"/> is told as they are read.</summary>
    private static (SequenceNetwork Network, TrainingHistory History) Train(
        SequenceTrainerOptions options, Action<int> look, SequenceNetworkOptions? shape = null, int seed = 7)
    {
        var network = new SequenceNetwork(shape ?? NetworkOptions(), 1);
        var rows = Toy.RandomRows(150, 20, 3, seed);
        var read = 0;
        return (network, new SequenceTrainer(network, options).Fit(() => rows.Select(row =>
        {
            look(read++);
            return row;
        })));
    }

    private static void Interrupt(SequenceTrainerOptions options)
    {
        using var cancellation = new CancellationTokenSource();
        options.CancellationToken = cancellation.Token;
        Assert.Throws<OperationCanceledException>(() => Train(options, row =>
        {
            if (row == 700)
            {
                cancellation.Cancel();
            }
        }));
        options.CancellationToken = default;
    }

    /// <summary>Three texts side by side, cut into batches of a few steps that go on from each other.</summary>
    private sealed class Stream(BatchShape shape, Action<int> look) : BatchSource
    {
        public const int StreamRows = 3;
        private const int Batches = 12;
        private const int Steps = 4;
        private int _looked;

        public override IEnumerable<TrainingBatch> Training(SeededRandom random)
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                look(_looked++);
                yield return new Window(shape, batch);
            }
        }

        public override IEnumerable<TrainingBatch> Validation() => Training(new SeededRandom(0)).Take(2);

        public override void AddTo(IncrementalHash hash)
        {
        }

        private sealed class Window(BatchShape shape, int number) : SequenceBatch
        {
            private readonly ExampleBatch _rows = new(shape)
            {
                Examples = Enumerable.Range(0, StreamRows).Select(row => new SequenceExample
                {
                    Ids = [.. Enumerable.Range(number * Steps, Steps).Select(t => ((row * 3) + (t * t)) % 7)],
                    StepLabels = [.. Enumerable.Range((number * Steps) + 1, Steps).Select(t => ((row * 3) + (t * t)) % 7)],
                }).ToArray(),
            };

            public override int Rows => StreamRows;

            public override long Tokens => _rows.Tokens;

            public override double Weight => _rows.Weight;

            public override bool CarriesState => true;

            public override bool StartsAnew => number == 0;

            public override void Pack(PackedBatch batch, int worker, int workers) => _rows.Pack(batch, worker, workers);
        }
    }

    private sealed class Count(Action count) : IProgress<GradientStatistics>
    {
        public void Report(GradientStatistics value) => count();
    }
}
