using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks;

/// <summary>Long sequences that come in windows.</summary>
public class ExampleWindowsTests
{
    private static readonly int[] Lengths = [23, 3, 10, 1, 9, 20, 10, 2];

    [Theory]
    [InlineData(5, 1)]
    [InlineData(10, 2)]
    [InlineData(1, 3)]
    [InlineData(30, 2)]
    public void The_loss_of_windows_is_that_of_whole_sequences(int steps, int threads)
    {
        var network = Network();
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, new() { Threads = threads }, team);
        (double Loss, double Weight, long Tokens) Sums(int steps)
        {
            var (loss, weight, tokens) = (0d, 0d, 0L);
            foreach (var batch in Batches(network, steps).Validation())
            {
                var sums = step.Measure(batch);
                (loss, weight, tokens) = (loss + sums.Loss, weight + sums.Weight, tokens + batch.Tokens);
            }

            return (loss, weight, tokens);
        }

        var (whole, cut) = (Sums(int.MaxValue), Sums(steps));

        Assert.Equal((Lengths.Sum(), (long)Lengths.Sum()), (cut.Weight, cut.Tokens));
        Assert.Equal((whole.Weight, whole.Tokens), (cut.Weight, cut.Tokens));
        Assert.Equal(whole.Loss, cut.Loss, 1e-4);
    }

    [Fact]
    public void No_batch_is_longer_than_a_window_and_only_long_ones_carry_states()
    {
        var network = Network();
        var packed = new PackedBatch(network.Shape);
        var windows = 0;
        foreach (var batch in Batches(network, steps: 5, rows: 2).Training(new SeededRandom(3)).Cast<SequenceBatch>())
        {
            batch.Pack(packed, 0, 1);
            Assert.True(packed.Steps <= 5);
            windows += batch.CarriesState && !batch.StartsAnew ? 1 : 0;
            Assert.True(batch.Rows is 1 or 2);
        }

        // In twos by length: 23 and 20, 10 and 10, 9 and 3, 2 and 1.
        Assert.Equal(4 + 1 + 1, windows);
    }

    private static SequenceNetwork Network() =>
        new(new() { VocabularySize = 7, EmbeddingSize = 4, HiddenSize = 5, Layers = 2, Pooling = SequencePooling.None, OutputSize = 7 }, 1);

    private static ExampleBatches Batches(SequenceNetwork network, int steps, int rows = 3)
    {
        var random = new Random(2);
        SequenceExample[] examples = [.. Lengths.Select(length => new SequenceExample
        {
            Ids = [.. Enumerable.Range(0, length).Select(_ => random.Next(7))],
            StepLabels = [.. Enumerable.Range(0, length).Select(_ => random.Next(7))],
        })];
        return new(network, new() { BatchSize = rows }, () => examples, () => examples, steps);
    }
}
