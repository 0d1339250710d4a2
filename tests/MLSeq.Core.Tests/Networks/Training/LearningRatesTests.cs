using MLSeq.Networks.Training;

namespace MLSeq.Tests.Networks.Training;

public class LearningRatesTests
{
    [Fact]
    public void Decay_sets_in_after_the_asked_number_of_epochs() =>
        Assert.Equal([8, 8, 4, 2], Epochs(new() { LearningRate = 8, Decay = 0.5f, DecayAfter = 2 }, 4));

    [Fact]
    public void Steps_come_every_asked_number_of_epochs() => Assert.Equal(
        [8, 8, 4, 4, 2, 2], Epochs(new() { LearningRate = 8, Schedule = LearningRateSchedule.Step, Decay = 0.5f, DecayAfter = 2 }, 6));

    [Fact]
    public void A_constant_rate_stays() =>
        Assert.Equal([8, 8, 8], Epochs(new() { LearningRate = 8, Schedule = LearningRateSchedule.Constant, DecayAfter = 0 }, 3));

    [Fact]
    public void A_plateau_reduces_the_rate_where_the_validation_loss_does_not_fall()
    {
        var options = new SequenceTrainerOptions { LearningRate = 8, Schedule = LearningRateSchedule.Plateau, Decay = 0.5f, DecayAfter = 2 };

        // Two epochs without a lower loss reduce it; an epoch with one starts the count anew.
        Assert.Equal([8, 8, 8, 8, 8, 4, 4, 4, 2], Epochs(options, 9, [5, 5, 4, 4, 4.5, 3.9, 3.9, 4, 1]));
    }

    [Fact]
    public void Half_a_cosine_goes_from_the_rate_to_nothing()
    {
        var rates = new LearningRates(new() { LearningRate = 8, Schedule = LearningRateSchedule.Cosine }, 100);

        Assert.Equal(8, rates.At(1, 1));
        Assert.Equal(4, rates.At(1, 51), 1e-5);
        Assert.Equal(8 * (1 + Math.Cos(Math.PI * 0.3)) / 2, rates.At(2, 31), 1e-5);
        Assert.InRange(rates.At(3, 100), 0, 0.01f);
        Assert.Equal(0, rates.At(3, 101));
        Assert.Equal(0, rates.At(4, 1000));
    }

    [Theory]
    [InlineData(LearningRateSchedule.Decay)]
    [InlineData(LearningRateSchedule.Cosine)]
    public void Warm_up_grows_in_a_straight_line_and_the_schedule_follows(LearningRateSchedule schedule)
    {
        var rates = new LearningRates(new() { LearningRate = 8, Schedule = schedule, WarmupSteps = 4 }, 104);

        Assert.Equal([2f, 4, 6, 8, 8], Enumerable.Range(1, 5).Select(step => rates.At(1, step)));
        Assert.Equal(schedule == LearningRateSchedule.Cosine ? 4 : 8, rates.At(1, 55), 1e-5);
    }

    [Fact]
    public void The_state_of_a_plateau_is_saved()
    {
        var options = new SequenceTrainerOptions { LearningRate = 8, Schedule = LearningRateSchedule.Plateau, Decay = 0.5f, DecayAfter = 2 };
        var (rates, restored) = (new LearningRates(options, 0), new LearningRates(options, 0));
        foreach (var loss in new[] { 3.0, 4, 4, 4 })
        {
            rates.EndEpoch(loss);
        }

        using var stream = new MemoryStream();
        rates.Save(new BinaryWriter(stream));
        stream.Position = 0;
        restored.Load(new BinaryReader(stream));

        Assert.Equal(4, restored.At(5, 1));
        restored.EndEpoch(3.5);
        Assert.Equal(2, restored.At(6, 1));
    }

    /// <summary>The rate of each epoch, given the validation losses at their ends.</summary>
    private static IEnumerable<float> Epochs(SequenceTrainerOptions options, int count, double[]? losses = null)
    {
        var rates = new LearningRates(options, 0);
        for (var epoch = 1; epoch <= count; epoch++)
        {
            yield return rates.At(epoch, epoch);
            rates.EndEpoch(losses?[epoch - 1]);
        }
    }
}
