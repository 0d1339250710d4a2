using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

public class TrainerTests
{
    [Theory]
    [InlineData(SequencePooling.Last, false, NetworkOutput.Softmax)]
    [InlineData(SequencePooling.Last, true, NetworkOutput.Softmax)]
    [InlineData(SequencePooling.Mean, true, NetworkOutput.Softmax)]
    [InlineData(SequencePooling.Max, false, NetworkOutput.Sigmoid)]
    [InlineData(SequencePooling.Attention, true, NetworkOutput.Softmax)]
    public void A_small_set_is_learned_by_heart(SequencePooling pooling, bool bidirectional, NetworkOutput output)
    {
        var classes = output == NetworkOutput.Softmax ? 3 : 2;
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 20,
                EmbeddingSize = 8,
                HiddenSize = 16,
                OutputSize = output == NetworkOutput.Softmax ? 3 : 1,
                Pooling = pooling,
                Bidirectional = bidirectional,
                Output = output,
            },
            seed: 1);
        var rows = Toy.RandomRows(60, 20, classes);
        new SequenceTrainer(network, new() { Epochs = 150, BatchSize = 8, LearningRate = 0.02f, ValidationFraction = 0, Threads = 2 })
            .Fit(() => rows);

        Assert.Equal(1, Toy.Accuracy(network, rows));
    }

    [Fact]
    public void Order_is_learned_and_generalizes()
    {
        // Only which of two words comes first tells the classes apart; a bag of words cannot.
        var network = new SequenceNetwork(new() { VocabularySize = 12, EmbeddingSize = 8, HiddenSize = 16, OutputSize = 2 }, seed: 2);
        new SequenceTrainer(network, new() { Epochs = 30, LearningRate = 0.01f, Threads = 2 }).Fit(() => Toy.OrderRows(600, seed: 1));

        var fresh = Toy.OrderRows(300, seed: 2).ToArray();
        Assert.True(Toy.Accuracy(network, fresh) > 0.97);
        var reversed = fresh.Select(r => new SequenceExample { Ids = [.. r.Ids!.Reverse()], Label = 1 - r.Label }).ToArray();
        Assert.True(Toy.Accuracy(network, reversed) > 0.97);
    }

    [Fact]
    public void Frames_and_a_value_are_learned()
    {
        var network = new SequenceNetwork(
            new() { FrameSize = 2, HiddenSize = 16, OutputSize = 1, Output = NetworkOutput.Linear, Pooling = SequencePooling.Mean }, seed: 2);
        var rows = Toy.FrameRows(400, seed: 1).ToArray();
        var history = new SequenceTrainer(network, new() { Epochs = 60, LearningRate = 0.01f, Threads = 2, Patience = 0 }).Fit(() => rows);

        Assert.True(history.Epochs[^1].Loss < 0.02, $"{history.Epochs[^1]}");
        Assert.Null(history.Epochs[^1].ValidationAccuracy);
        Assert.NotNull(history.Epochs[^1].ValidationLoss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_seed_and_threads_give_the_same_bits(int threads)
    {
        byte[] Run(int seed)
        {
            var network = new SequenceNetwork(
                new() { VocabularySize = 20, EmbeddingSize = 8, HiddenSize = 9, Layers = 2, Bidirectional = true, OutputSize = 3, Dropout = 0.3f, WordDropout = 0.1f },
                seed);
            new SequenceTrainer(network, new() { Epochs = 3, BatchSize = 8, Threads = threads, Seed = seed, ShufflePoolSize = 50 })
                .Fit(() => Toy.RandomRows(120, 20, 3));
            return Toy.Saved(network);
        }

        Assert.Equal(Run(5), Run(5));
        Assert.NotEqual(Run(5), Run(6));
    }

    [Fact]
    public void Threads_change_the_result_by_rounding_only()
    {
        SequenceNetwork Run(int threads)
        {
            var network = new SequenceNetwork(new() { VocabularySize = 20, EmbeddingSize = 8, HiddenSize = 9, OutputSize = 3 }, 1);
            new SequenceTrainer(network, new() { Epochs = 2, BatchSize = 16, Threads = threads }).Fit(() => Toy.RandomRows(100, 20, 3));
            return network;
        }

        var (one, three) = (Run(1), Run(3));
        foreach (var (a, b) in one.Parameters.Zip(three.Parameters))
        {
            Close.To([.. a.Values.ToArray().Select(v => (double)v)], b.Values, a.Name);
        }
    }

    [Fact]
    public void The_best_epochs_weights_are_kept_and_training_stops_after_it()
    {
        // Labels are noise, so the validation loss soon gets worse.
        var network = new SequenceNetwork(new() { VocabularySize = 20, EmbeddingSize = 8, HiddenSize = 16, OutputSize = 3 }, 1);
        var rows = Toy.RandomRows(100, 20, 3);
        var validation = Toy.RandomRows(50, 20, 3, seed: 8);
        var history = new SequenceTrainer(network, new() { Epochs = 100, LearningRate = 0.02f, BatchSize = 8, Patience = 3 })
            .Fit(() => rows, () => validation);

        var best = history.Epochs.MinBy(e => e.ValidationLoss)!;
        Assert.Equal(best.Epoch, history.BestEpoch);
        Assert.Equal(history.BestEpoch + 3, history.Epochs.Count);
        Assert.Equal(best.ValidationLoss!.Value, Toy.MeanLoss(network, validation), 1e-5);
        Assert.Equal(best.ValidationAccuracy!.Value, Toy.Accuracy(network, validation), 1e-9);
        Assert.True(Math.Abs(history.Epochs[^1].ValidationLoss!.Value - best.ValidationLoss.Value) > 1e-3);
    }

    [Fact]
    public void Without_validation_all_epochs_run_and_the_last_is_kept()
    {
        var network = new SequenceNetwork(new() { VocabularySize = 20, HiddenSize = 8, OutputSize = 3 }, 1);
        var history = new SequenceTrainer(network, new() { Epochs = 5, ValidationFraction = 0 }).Fit(() => Toy.RandomRows(40, 20, 3));

        Assert.Equal((5, 5, 40L), (history.Epochs.Count, history.BestEpoch, history.Examples));
        Assert.All(history.Epochs, e => Assert.Null(e.ValidationLoss));
    }

    [Fact]
    public void The_step_size_decays_after_the_asked_number_of_epochs()
    {
        byte[] Run(int epochs, float decay, int after)
        {
            var network = new SequenceNetwork(new() { VocabularySize = 20, EmbeddingSize = 4, HiddenSize = 4, OutputSize = 3 }, 1);
            new SequenceTrainer(network, new() { Epochs = epochs, Decay = decay, DecayAfter = after, ValidationFraction = 0, Threads = 1 })
                .Fit(() => Toy.RandomRows(40, 20, 3));
            return Toy.Saved(network);
        }

        // Steps of 1e-23 are lost in rounding, so that epochs after the decay change nothing.
        Assert.Equal(Run(2, 1, 1), Run(4, 1e-20f, 2));
        Assert.NotEqual(Run(2, 1, 1), Run(4, 1e-20f, 3));
        Assert.NotEqual(Run(3, 1, 1), Run(3, 0.5f, 2));
        Assert.Equal(Run(3, 1, 1), Run(3, 0.5f, 3));
    }

    [Fact]
    public void About_the_asked_share_is_held_out_and_never_trained_on()
    {
        var rows = Toy.RandomRows(2000, 20, 2);
        var network = new SequenceNetwork(new() { VocabularySize = 20, EmbeddingSize = 2, HiddenSize = 2, OutputSize = 2 }, 1);
        var history = new SequenceTrainer(network, new() { Epochs = 1, ValidationFraction = 0.25f, ShufflePoolSize = 100 }).Fit(() => rows);

        Assert.InRange(history.Examples, 1400, 1600);
    }

    [Fact]
    public void A_large_source_is_read_once_an_epoch_and_once_for_validation_and_a_small_one_once()
    {
        int Reads(int pool)
        {
            var reads = 0;
            var network = new SequenceNetwork(new() { VocabularySize = 20, EmbeddingSize = 2, HiddenSize = 2, OutputSize = 2 }, 1);
            new SequenceTrainer(network, new() { Epochs = 3, Patience = 0, ShufflePoolSize = pool }).Fit(() =>
            {
                reads++;
                return Toy.RandomRows(500, 20, 2);
            });
            return reads;
        }

        Assert.Equal(6, Reads(10));
        Assert.Equal(2, Reads(1000));
    }

    [Fact]
    public void Weights_of_zero_are_ignored()
    {
        var rows = Toy.OrderRows(300, 1).ToArray();
        var noise = rows.Select(r => new SequenceExample { Ids = r.Ids, Label = 1 - r.Label, Weight = 0 });
        var network = new SequenceNetwork(new() { VocabularySize = 12, EmbeddingSize = 8, HiddenSize = 16, OutputSize = 2 }, seed: 2);
        new SequenceTrainer(network, new() { Epochs = 40, LearningRate = 0.01f, ValidationFraction = 0 }).Fit(() => rows.Concat(noise));

        Assert.True(Toy.Accuracy(network, rows) > 0.97);
    }

    [Fact]
    public void Progress_counts_up_to_each_epochs_result()
    {
        var reports = new List<TrainingProgress>();
        var network = new SequenceNetwork(new() { VocabularySize = 20, HiddenSize = 8, OutputSize = 3 }, 1);
        var history = new SequenceTrainer(network, new() { Epochs = 3, Patience = 0, Progress = new Collector(reports) })
            .Fit(() => Toy.RandomRows(100, 20, 3));

        var ends = reports.Where(r => r.Completed is not null).ToArray();
        Assert.Equal(history.Epochs, ends.Select(r => r.Completed!));
        Assert.All(ends, r => Assert.Equal(history.Examples, r.Examples));
        Assert.Equal(history.Tokens, ends[^1].Tokens);
        Assert.True(ends[^1].TokensPerSecond > 0);
        Assert.Equal(TimeSpan.Zero, ends[^1].Remaining);
    }

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
