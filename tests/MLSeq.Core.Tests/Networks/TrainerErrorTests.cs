using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks;

public class TrainerErrorTests
{
    [Fact]
    public void An_empty_source_is_named() => Fails<ArgumentException>("no rows", []);

    [Fact]
    public void Rows_whose_weights_are_all_zero_are_named() =>
        Fails<ArgumentException>("weights of all rows are 0", [new() { Ids = [1], Weight = 0 }]);

    [Theory]
    [InlineData(3, "Row 1: the label is 3; expected a class index from 0 to 2.")]
    [InlineData(-1, "Row 1: the label is -1; expected a class index from 0 to 2.")]
    [InlineData(0.5f, "Row 1: the label is 0.5; expected a class index from 0 to 2.")]
    [InlineData(float.NaN, "Row 1: the label is NaN; expected a class index from 0 to 2.")]
    public void A_label_out_of_range_is_named(float label, string message) =>
        Fails<ArgumentException>(message, [new() { Ids = [1] }, new() { Ids = [1], Label = label }]);

    [Theory]
    [InlineData(-1)]
    [InlineData(20)]
    public void An_id_out_of_range_is_named(int id) =>
        Fails<ArgumentException>($"Row 1: id 2 is {id}; expected 0 to 19.", [new() { Ids = [1] }, new() { Ids = [1, 2, id] }]);

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    public void A_bad_weight_is_named(float weight) => Fails<ArgumentException>("Row 0: the weight is", [new() { Ids = [1], Weight = weight }]);

    [Fact]
    public void A_null_row_is_named() => Fails<ArgumentException>("Row 0: it is null.", [null!]);

    [Fact]
    public void Frames_for_a_network_over_ids_are_named() => Fails<ArgumentException>("Row 0: it has frames", [new() { Frames = [1, 2] }]);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_frame_that_is_not_finite_is_named(float value) =>
        FailsOnFrames($"Row 1: frame 2 has the value {value} at 1; expected finite numbers.", [1, 2, 3, 4, 5, value]);

    [Fact]
    public void Part_of_a_frame_is_named() => FailsOnFrames("Row 1: it has 3 values; expected a multiple of the frame size 2.", [1, 2, 3]);

    [Fact]
    public void A_run_that_breaks_down_says_so()
    {
        var network = new SequenceNetwork(new() { FrameSize = 1, HiddenSize = 2, OutputSize = 1, Output = NetworkOutput.Linear }, 1);
        SequenceExample[] rows = [new() { Frames = [1], Label = float.MaxValue }];
        var error = Assert.Throws<InvalidOperationException>(
            () => new SequenceTrainer(network, new() { Epochs = 3, LearningRate = 1e30f }).Fit(() => rows));
        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_between_steps()
    {
        using var cancellation = new CancellationTokenSource();
        var read = 0;
        IEnumerable<SequenceExample> Rows()
        {
            foreach (var row in Toy.RandomRows(1000, 20, 3))
            {
                if (read++ == 500)
                {
                    cancellation.Cancel();
                }

                yield return row;
            }
        }

        var options = new SequenceTrainerOptions { ShufflePoolSize = 32, CancellationToken = cancellation.Token };
        Assert.Throws<OperationCanceledException>(() => new SequenceTrainer(Network(), options).Fit(Rows));
        Assert.InRange(read, 500, 600);
    }

    [Fact]
    public void An_error_in_the_source_comes_through()
    {
        static IEnumerable<SequenceExample> Rows()
        {
            yield return new() { Ids = [1] };
            throw new InvalidDataException("line 2");
        }

        Assert.Throws<InvalidDataException>(() => new SequenceTrainer(Network(), new() { Threads = 2 }).Fit(Rows));
    }

    [Theory]
    [InlineData(nameof(SequenceTrainerOptions.Epochs), 0)]
    [InlineData(nameof(SequenceTrainerOptions.BatchSize), 0)]
    [InlineData(nameof(SequenceTrainerOptions.LearningRate), 0f)]
    [InlineData(nameof(SequenceTrainerOptions.LearningRate), float.NaN)]
    [InlineData(nameof(SequenceTrainerOptions.Decay), 0f)]
    [InlineData(nameof(SequenceTrainerOptions.Decay), 1.5f)]
    [InlineData(nameof(SequenceTrainerOptions.DecayAfter), -1)]
    [InlineData(nameof(SequenceTrainerOptions.Optimizer), (Optimizer)9)]
    [InlineData(nameof(SequenceTrainerOptions.Momentum), 1f)]
    [InlineData(nameof(SequenceTrainerOptions.Momentum), 0.5f)]
    [InlineData(nameof(SequenceTrainerOptions.Nesterov), true)]
    [InlineData(nameof(SequenceTrainerOptions.Beta1), 1f)]
    [InlineData(nameof(SequenceTrainerOptions.Beta2), -0.1f)]
    [InlineData(nameof(SequenceTrainerOptions.Epsilon), 0f)]
    [InlineData(nameof(SequenceTrainerOptions.WeightDecay), float.PositiveInfinity)]
    [InlineData(nameof(SequenceTrainerOptions.Schedule), (LearningRateSchedule)9)]
    [InlineData(nameof(SequenceTrainerOptions.WarmupSteps), -1)]
    [InlineData(nameof(SequenceTrainerOptions.ClipValue), float.NaN)]
    [InlineData(nameof(SequenceTrainerOptions.ClipNorm), -1f)]
    [InlineData(nameof(SequenceTrainerOptions.ValidationFraction), 1f)]
    [InlineData(nameof(SequenceTrainerOptions.Patience), -1)]
    [InlineData(nameof(SequenceTrainerOptions.Threads), -1)]
    [InlineData(nameof(SequenceTrainerOptions.ShufflePoolSize), 0)]
    public void A_bad_option_is_named(string option, object value)
    {
        var options = new SequenceTrainerOptions();
        typeof(SequenceTrainerOptions).GetProperty(option)!.SetValue(options, value);
        var error = Assert.Throws<ArgumentException>(() => new SequenceTrainer(Network(), options));
        Assert.StartsWith($"{option} is {value}; expected", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0.5f, 1, "Decay is 0.5; expected 1, since Schedule is Constant.")]
    [InlineData(LearningRateSchedule.Cosine, 0.5f, 1, "Decay is 0.5; expected 1, since Schedule is Cosine.")]
    [InlineData(LearningRateSchedule.Step, 1f, 1, "Decay is 1; expected less than 1, since Schedule is Step.")]
    [InlineData(LearningRateSchedule.Plateau, 1f, 1, "Decay is 1; expected less than 1, since Schedule is Plateau.")]
    [InlineData(LearningRateSchedule.Step, 0.5f, 0, "DecayAfter is 0; expected 1 or more.")]
    public void A_schedule_that_the_decay_does_not_fit_is_named(LearningRateSchedule schedule, float decay, int after, string message)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new SequenceTrainer(Network(), new() { Schedule = schedule, Decay = decay, DecayAfter = after }));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_plateau_without_validation_is_named()
    {
        var options = new SequenceTrainerOptions { Schedule = LearningRateSchedule.Plateau, Decay = 0.5f, ValidationFraction = 0 };
        var error = Assert.Throws<ArgumentException>(() => new SequenceTrainer(Network(), options).Fit(() => Toy.RandomRows(20, 20, 3)));
        Assert.Contains("Schedule is Plateau, but nothing is held out", error.Message, StringComparison.Ordinal);
    }

    private static SequenceNetwork Network() => new(new() { VocabularySize = 20, EmbeddingSize = 4, HiddenSize = 4, OutputSize = 3 }, 1);

    private static void Fails<T>(string message, SequenceExample[] rows)
        where T : Exception
    {
        var error = Assert.Throws<T>(() => new SequenceTrainer(Network(), new()).Fit(() => rows));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static void FailsOnFrames(string message, float[] frames)
    {
        var network = new SequenceNetwork(new() { FrameSize = 2, HiddenSize = 4, OutputSize = 3 }, 1);
        SequenceExample[] rows = [new() { Frames = [1, 2] }, new() { Frames = frames }];
        var error = Assert.Throws<ArgumentException>(() => new SequenceTrainer(network, new()).Fit(() => rows));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => network.CreateScorer().Score(rows, new float[6]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
