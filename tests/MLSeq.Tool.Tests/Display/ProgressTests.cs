using MLSeq.Tool.Display;

namespace MLSeq.Tool.Tests.Display;

public sealed class ProgressTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Piped_progress_is_plain_lines_with_rate_loss_and_time_left()
    {
        Assert.Equal(0, Train(TimeSpan.Zero));

        Assert.Matches(@"(?m)^ *\d+\.\d %  epoch 2/3  loss \d\.\d{4}  rate 0\.001  [\d,]+ tokens/s  0:00 left\r?$", _error.ToString());
        Assert.DoesNotContain("\u001b", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_run_has_no_more_than_a_line_an_epoch()
    {
        Assert.Equal(0, Train(TimeSpan.FromSeconds(10)));

        Assert.DoesNotContain(" left", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, _error.ToString().Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(59, "0:59")]
    [InlineData(3600 + 61, "1:01:01")]
    [InlineData((50 * 3600) + 5, "50:00:05")]
    public void Time_is_hours_minutes_and_seconds(int seconds, string expected) => Assert.Equal(expected, ProgressBar.Time(TimeSpan.FromSeconds(seconds)));

    private int Train(TimeSpan lineEvery)
    {
        var train = _folder.Write("train.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")}\t{i % 2}\n")));
        var console = new ToolConsole(Stream.Null, TextWriter.Null, _error) { LineEvery = lineEvery };
        return new CommandLine(console, CancellationToken.None).Run(
            ["classify", "train", "--train", train, "--hidden", "4", "--embedding", "4", "--epochs", "3", "--output", _folder.PathOf("m.zip")]);
    }
}
