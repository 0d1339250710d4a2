using MLSeq.Networks;
using MLSeq.Networks.EncoderDecoder;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks.EncoderDecoder;

[Collection(nameof(MemoryCollection))]
public class EncoderDecoderTrainingTests
{
    private const int Vocabulary = 12;

    [Theory]
    [InlineData(AttentionKind.General, true)]
    [InlineData(AttentionKind.Additive, false)]
    public void A_network_learns_to_turn_sequences_round(AttentionKind attention, bool feeding)
    {
        var options = Options();
        (options.Attention, options.InputFeeding) = (attention, feeding);
        var network = new EncoderDecoderNetwork(options, 1);
        var pairs = Pairs(400, 1);

        var history = new EncoderDecoderTrainer(network, new() { Epochs = 20, LearningRate = 0.015f, BatchSize = 16, Threads = 1, Patience = 0 }).Fit(() => pairs);

        // Guessing costs log 9 = 2.2 nats a token.
        var best = history.Epochs.MinBy(e => e.ValidationLoss)!;
        Assert.True(best.ValidationLoss < 0.5 && best.ValidationAccuracy > 0.85, $"{best}");
    }

    [Fact]
    public void The_same_seed_and_threads_give_the_same_weights_and_others_nearly()
    {
        float[] Train(int threads)
        {
            var options = Options();
            (options.Dropout, options.ScheduledSampling, options.ScheduledSamplingSteps) = (0.1f, 0.3f, 0);
            var network = new EncoderDecoderNetwork(options, 1);
            var pairs = Pairs(100, 2);
            new EncoderDecoderTrainer(network, new() { Epochs = 2, Threads = threads }).Fit(() => pairs);
            return [.. network.Parameters.SelectMany(p => p.Values.ToArray())];
        }

        Assert.Equal(Train(2), Train(2));
        Assert.NotEqual(Train(1), Train(2));
    }

    [Fact]
    public void Threads_share_a_batch()
    {
        float[] Train(int threads)
        {
            var network = new EncoderDecoderNetwork(Options(), 1);
            var pairs = Pairs(50, 2);
            new EncoderDecoderTrainer(network, new() { Epochs = 1, BatchSize = 25, Threads = threads, Optimizer = Optimizer.Sgd, LearningRate = 0.5f }).Fit(() => pairs);
            return [.. network.Parameters.SelectMany(p => p.Values.ToArray())];
        }

        Close.To([.. Train(1).Select(v => (double)v)], Train(3), "weight");
    }

    [Fact]
    public void A_network_that_was_saved_is_the_same()
    {
        var options = Options();
        (options.DecoderCell, options.Attention, options.LabelSmoothing) = (RecurrentCell.Gru, AttentionKind.Additive, 0.1f);
        var network = new EncoderDecoderNetwork(options, 3);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            network.Save(writer);
        }

        var bytes = stream.ToArray();
        var loaded = EncoderDecoderNetwork.Load(new BinaryReader(new MemoryStream(bytes)));

        Assert.Equal(options.Conditions, loaded.Options.Conditions);
        Assert.Equal(network.Parameters.SelectMany(p => p.Values.ToArray()), loaded.Parameters.SelectMany(p => p.Values.ToArray()));
        for (var length = 0; length < bytes.Length; length += Math.Max(1, length / 3))
        {
            Assert.Throws<InvalidDataException>(() => EncoderDecoderNetwork.Load(new BinaryReader(new MemoryStream(bytes, 0, length))));
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var network = new EncoderDecoderNetwork(Options(), 1);
        var trainer = new EncoderDecoderTrainer(network, new() { Epochs = 1, Threads = 1 });
        void Fails(SequencePair pair, string text) =>
            Assert.Contains(text, Assert.Throws<ArgumentException>(() => trainer.Fit(() => [.. Pairs(3, 1), pair])).Message, StringComparison.Ordinal);

        Fails(new() { Source = [1, Vocabulary], Target = [1] }, "Row 3 does not fit the network: id 1 of its source is 12; expected 0 to 11");
        Fails(new() { Source = [1], Target = [-1] }, "Row 3 does not fit the network: id 0 of its target is -1; expected 0 to 11");
        Fails(new() { Source = [1], Target = new int[70_000] }, "its target has 70000 tokens; expected at most 65534");
        Fails(new() { Source = [1], Target = [1], Weight = float.NaN }, "the weight is NaN");
        var options = Options();
        options.Attention = AttentionKind.Dot;
        Assert.StartsWith("Attention is Dot; expected General or Additive", Assert.Throws<ArgumentException>(() => new EncoderDecoderNetwork(options, 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, AttentionKind.General)]
    [InlineData(2, AttentionKind.Additive)]
    public void A_warm_step_allocates_nothing(int threads, AttentionKind attention)
    {
        var options = Options();
        (options.Dropout, options.ScheduledSampling, options.ScheduledSamplingSteps, options.Attention) = (0.2f, 0.5f, 0, attention);
        (options.EncoderLayers, options.DecoderLayers, options.LabelSmoothing) = (2, 2, 0.1f);
        var network = new EncoderDecoderNetwork(options, 1);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, new(), team);
        var batch = new PairBatch { Pairs = new([.. Pairs(32, 5).OrderByDescending(p => p.Steps)]) };
        for (var i = 0; i < 50; i++)
        {
            step.Learn(batch);
        }

        var (before, after) = (new long[threads], new long[threads]);
        team.Run(worker => before[worker] = GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 50; i++)
        {
            step.Learn(batch);
        }

        team.Run(worker => after[worker] = GC.GetAllocatedBytesForCurrentThread());
        for (var worker = 0; worker < threads; worker++)
        {
            // Less than a byte a step for what a wait may take; the delegate of the second call is in it, too.
            Assert.InRange(after[worker] - before[worker], 0, 256);
        }
    }

    internal static EncoderDecoderOptions Options() => new()
    {
        SourceVocabularySize = Vocabulary,
        TargetVocabularySize = Vocabulary,
        EmbeddingSize = 16,
        HiddenSize = 24,
        EncoderHiddenSize = 16,
    };

    /// <summary>Random tokens from 3 on, and the same from the end.</summary>
    internal static SequencePair[] Pairs(int count, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int[] source = [.. Enumerable.Range(0, 1 + random.Next(6)).Select(_ => 3 + random.Next(Vocabulary - 3))];
            return new SequencePair { Source = source, Target = [.. source.Reverse()] };
        })];
    }
}
