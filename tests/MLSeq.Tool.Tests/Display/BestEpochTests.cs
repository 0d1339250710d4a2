using MLSeq.Networks.Training;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Tests.Display;

public class BestEpochTests
{
    [Fact]
    public void It_is_that_of_the_lowest_validation_loss() =>
        Assert.Equal(2, BestEpoch.Of([Epoch(1, 3, 2), Epoch(2, 2, 1), Epoch(3, 1, 1.5)]).Epoch);

    [Fact]
    public void It_is_the_last_where_nothing_was_validated_on() =>
        Assert.Equal(3, BestEpoch.Of([Epoch(1, 3, null), Epoch(2, 1, null), Epoch(3, 2, null)]).Epoch);

    private static EpochResult Epoch(int number, double loss, double? validation) => new(number, loss, validation, null, TimeSpan.Zero);
}
