using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.EncoderDecoder;

public sealed class PairCheckpointTests
{
    /// <summary>Stops come while the pairs are looked at first, in the first epoch, in later ones and while validating.</summary>
    [Theory]
    [InlineData(1, 30, new[] { 50, 250, 450, 380 })]
    [InlineData(2, 30, new[] { 300, 555 })]
    [InlineData(1, 1000, new[] { 60 })]
    public void A_run_that_is_cancelled_and_resumed_ends_with_the_bits_of_an_unbroken_one(int threads, int pool, int[] stops)
    {
        using var folder = new TemporaryFolder();
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 8, LearningRate = 0.02f, Threads = threads, ShufflePoolSize = pool, Patience = 0 };
        var (unbroken, expected) = Train(options, _ => { });

        options.CheckpointPath = folder["run.checkpoint"];
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
            Assert.True(File.Exists(options.CheckpointPath));
        }

        options.CancellationToken = default;
        var (resumed, found) = Train(options, _ => { });

        Assert.Equal(unbroken, resumed);
        Assert.Equal(expected.Epochs.Select(e => (e.Loss, e.ValidationLoss)), found.Epochs.Select(e => (e.Loss, e.ValidationLoss)));
        Assert.Equal((expected.BestEpoch, expected.Examples, expected.Tokens), (found.BestEpoch, found.Examples, found.Tokens));
        Assert.False(File.Exists(options.CheckpointPath));
    }

    [Fact]
    public void Another_network_and_other_pairs_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var options = new SequenceTrainerOptions { Epochs = 3, BatchSize = 8, Threads = 1, ShufflePoolSize = 30, CheckpointPath = folder["run.checkpoint"] };
        using var cancellation = new CancellationTokenSource();
        options.CancellationToken = cancellation.Token;
        Assert.Throws<OperationCanceledException>(() => Train(options, row =>
        {
            if (row == 300)
            {
                cancellation.Cancel();
            }
        }));
        options.CancellationToken = default;
        void Refused(string message, Action<EncoderDecoderOptions> change, int seed = 3) => Assert.Contains(
            message, Assert.Throws<InvalidDataException>(() => Train(options, _ => { }, change, seed)).Message, StringComparison.Ordinal);

        Refused("Attention General; now it is Additive", o => o.Attention = AttentionKind.Additive);
        Refused("ScheduledSampling 0.3; now it is 0", o => o.ScheduledSampling = 0);
        Refused("the data", _ => { }, seed: 4);
    }

    /// <summary>Trains on 120 pairs, about a tenth of them held out, of which <paramref name="look"/> is told as they are read.</summary>
    private static (float[] Weights, TrainingHistory History) Train(
        SequenceTrainerOptions options, Action<int> look, Action<EncoderDecoderOptions>? change = null, int seed = 3)
    {
        // Each of these draws random numbers, or depends on the number of steps.
        var shape = EncoderDecoderTrainingTests.Options();
        (shape.Dropout, shape.LockedDropout, shape.ScheduledSampling, shape.ScheduledSamplingSteps, shape.LabelSmoothing) = (0.2f, true, 0.3f, 30, 0.1f);
        change?.Invoke(shape);
        var network = new EncoderDecoderNetwork(shape, 1);
        var pairs = EncoderDecoderTrainingTests.Pairs(120, seed);
        var read = 0;
        var history = new EncoderDecoderTrainer(network, options).Fit(() => pairs.Select(pair =>
        {
            look(read++);
            return pair;
        }));
        return ([.. network.Parameters.SelectMany(p => p.Values.ToArray())], history);
    }
}
