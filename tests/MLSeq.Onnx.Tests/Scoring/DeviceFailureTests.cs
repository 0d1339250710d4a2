using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Scoring;

public class DeviceFailureTests
{
    private static readonly byte[] Model = OnnxSequenceScorerTests.SumOfIds().ToArray();
    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public void Batches_are_halved_where_memory_is_short_and_no_row_is_lost_or_repeated()
    {
        var device = new FailingDevice(Model, shape => shape[0] * shape[1] > 100 ? OutOfMemory() : null);
        using var scorer = Scorer(device);
        int[][] rows = Rows(600);

        Assert.Equal(Sums(rows), scorer.Score(rows).Integers("Sum").ToArray());

        Assert.Equal("cuda:0", scorer.Device);
        Assert.Equal(600, scorer.Metrics.Rows);
        Assert.Contains("halved", Assert.Single(_log), StringComparison.Ordinal);

        // What fits is known from here on: nothing is tried in vain.
        int runs = device.Runs;
        long batches = scorer.Metrics.Batches;
        Assert.Equal(Sums(rows), scorer.Score(rows).Integers("Sum").ToArray());
        Assert.Equal(scorer.Metrics.Batches - batches, device.Runs - runs);
        Assert.Single(_log);
    }

    [Fact]
    public void A_row_that_is_too_long_by_itself_goes_to_the_cpu_and_the_others_do_not()
    {
        var device = new FailingDevice(Model, shape => shape[1] > 64 ? OutOfMemory() : null);
        using var scorer = Scorer(device);
        int[][] rows = [.. Rows(100), Enumerable.Repeat(2, 200).ToArray(), .. Rows(100)];

        Assert.Equal(Sums(rows), scorer.Score(rows).Integers("Sum").ToArray());

        Assert.Equal("cuda:0", scorer.Device);
        Assert.Contains(_log, m => m.Contains("not enough memory for one row", StringComparison.Ordinal));
    }

    [Fact]
    public void The_cpu_takes_over_from_a_device_that_is_lost_in_mid_run()
    {
        int runs = 0;
        var device = new FailingDevice(Model, _ => Interlocked.Increment(ref runs) > 10 ? new DeviceException("CUDA failure 719: unspecified launch failure", false) : null);
        using var scorer = Scorer(device);
        int[][] rows = Rows(3000);

        Assert.Equal(Sums(rows), scorer.Score(rows).Integers("Sum").ToArray());
        Assert.Equal(Sums(rows), scorer.Score(rows).Integers("Sum").ToArray());

        Assert.Equal("cpu", scorer.Device);
        Assert.Equal(6000, scorer.Metrics.Rows);
        Assert.Contains("from here on: cuda:0 failed: CUDA failure 719", Assert.Single(_log), StringComparison.Ordinal);
        Assert.InRange(device.Runs, 11, 13);
    }

    [Fact]
    public void Without_fallback_a_lost_device_ends_the_run()
    {
        using var scorer = Scorer(new FailingDevice(Model, _ => new DeviceException("CUDA failure 719", false)), fallback: false);

        string message = Assert.Throws<InvalidOperationException>(() => scorer.Score(Rows(100))).Message;

        Assert.Contains("failed on cuda:0: CUDA failure 719 (FallbackToCpu is off.)", message, StringComparison.Ordinal);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData("Non-zero status code returned while running LSTM node. Name:'x' Failed to allocate memory for requested buffer of size 8589934592", true)]
    [InlineData("CUDA failure 2: out of memory ; GPU=0 ; hostname=a", true)]
    [InlineData("CUDNN failure 4000: CUDNN_STATUS_ALLOC_FAILED", true)]
    [InlineData("CUDA failure 719: unspecified launch failure ; GPU=0", false)]
    [InlineData("CUBLAS failure 13: CUBLAS_STATUS_EXECUTION_FAILED", false)]
    public void What_the_runtime_says_of_a_device_is_told_apart(string message, bool isOutOfMemory) =>
        Assert.Equal(isOutOfMemory, DeviceException.From(new InvalidOperationException(message))?.IsOutOfMemory);

    [Fact]
    public void An_id_out_of_range_is_not_the_devices_fault() => Assert.Null(DeviceException.From(
        new InvalidOperationException("Non-zero status code returned while running Gather node. indices element out of data bounds, idx=5 must be within the inclusive range [-2,1]")));

    private static DeviceException OutOfMemory() => new("Failed to allocate memory for requested buffer of size 8589934592", true);

    private static int[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(i, i * 7 % 50).ToArray())];

    private static long[] Sums(int[][] rows) => [.. rows.Select(r => (long)r.Sum())];

    private OnnxSequenceScorer Scorer(ScorerDevice device, bool fallback = true) => new(
        "The model", new OnnxScorerOptions { FallbackToCpu = fallback, Log = _log.Enqueue }, device,
        () => new ScorerDevice(new InferenceSession(Model), ScorerDevice.CpuName, 2));
}
