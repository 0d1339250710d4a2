using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Tests;

/// <summary>What only a process of its own shows: signals, exit codes, terminals.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "doctor", "--quiet")]
    [InlineData(1, "classify", "predict", "--model", "missing.zip", "--data", "-")]
    [InlineData(2, "classify", "train", "--cell", "mlp")]
    [InlineData(2, "dance")]
    [InlineData(2)]
    public void The_process_returns_the_exit_code(int expected, params string[] arguments)
    {
        using var process = ToolProcess.Start(arguments);
        process.In.Close();

        Assert.Equal(expected, process.Wait());
        Assert.Equal(expected == 0, process.Error.ReadToEnd().Length == 0);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_training_with_its_checkpoint_and_the_same_command_goes_on(string signal)
    {
        Skip.If(OperatingSystem.IsWindows(), "There are no signals.");
        var (checkpoint, output) = (_folder.PathOf("state"), _folder.PathOf("m.zip"));
        string[] command = [.. Train("20"), "--checkpoint", checkpoint, "--output", output];
        using (var process = ToolProcess.Start(command))
        {
            while (process.Error.ReadLine() is { } line && !line.StartsWith("epoch ", StringComparison.Ordinal))
            {
            }

            process.Send(signal);
            Assert.Equal(130, process.Wait());
            Assert.Contains($"{checkpoint} holds the state of training; the same command goes on from there.", process.Error.ReadToEnd(), StringComparison.Ordinal);
            Assert.True(File.Exists(checkpoint));
            Assert.False(File.Exists(output));
        }

        using var rest = ToolProcess.Start(command);
        Assert.Contains($"Training goes on from {checkpoint}.", rest.Error.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(0, rest.Wait());
        Assert.True(File.Exists(output));
        Assert.False(File.Exists(checkpoint));
    }

    [SkippableTheory]
    [InlineData("INT", 130, "interrupted")]
    [InlineData("KILL", 137, "killed")]
    public void A_run_that_a_signal_ends_has_a_report_and_goes_on_to_the_end(string signal, int exitCode, string status)
    {
        Skip.If(OperatingSystem.IsWindows(), "There are no signals.");
        var run = _folder.PathOf("run");
        string[] command = [.. Train("20"), "--checkpoint-minutes", "0.001", "--output", _folder.PathOf("m.zip"), "--run", run];
        using (var process = ToolProcess.Start(command))
        {
            while (process.Error.ReadLine() is { } line && !line.StartsWith("epoch  3", StringComparison.Ordinal))
            {
            }

            Assert.Equal("status: running", Invocation.Of("report", run).Lines[0]);
            process.Send(signal);
            Assert.Equal(exitCode, process.Wait());
        }

        Assert.Equal($"status: {status}", Invocation.Of("report", run).Lines[0]);
        using var rest = ToolProcess.Start(command);
        Assert.Contains($"Training goes on from {Path.Combine(run, "checkpoint")}.", rest.Error.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(0, rest.Wait());
        var history = RunFolder.Read(run);
        Assert.Equal((RunStatus.Completed, 2), (history.Status, history.Starts.Count));
        Assert.Equal(Enumerable.Range(1, 20), history.Epochs.Select(epoch => epoch.Epoch));
        Assert.False(File.Exists(Path.Combine(run, "checkpoint")));
    }

    [SkippableTheory]
    [InlineData("score", "--model", "namespaces.onnx", "--data", "-")]
    [InlineData("classify", "predict", "--model", "namespaces.onnx", "--data", "-")]
    [InlineData("vectors", "train", "--input", "-", "--output", "v.bin")]
    public void A_signal_ends_the_wait_for_a_silent_standard_input(params string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows(), "There are no signals.");
        using var process = ToolProcess.Start(
            [.. arguments.Select(argument => argument.StartsWith("namespaces", StringComparison.Ordinal) ? Repository.PathOf("models", "namespaces", argument)
                : argument == "v.bin" ? _folder.PathOf(argument) : argument)]);
        process.In.WriteLine("Sends a datagram to a remote endpoint.");
        process.In.Flush();

        // Long enough for it to be reading; where it is not yet, the end is the same.
        Thread.Sleep(2500);
        process.Send("INT");

        Assert.Equal(130, process.Wait());
        Assert.Contains("cancelled", process.Error.ReadToEnd(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_terminal_has_a_bar_and_lines_of_epochs_above_it()
    {
        var (code, text) = ToolProcess.InTerminal(new Dictionary<string, string>(), [.. Train("3"), "--output", _folder.PathOf("m.zip")]);

        Assert.True(code == 0, text);
        Assert.Contains("━", text, StringComparison.Ordinal);
        Assert.Contains("100%", text, StringComparison.Ordinal);
        Assert.Matches(@"epoch 3/3  loss \d\.\d{4}  rate 0\.001  [\d,]+ tokens/s  0:00 left", text);
        Assert.Equal(3, text.Split('\n').Count(line => line.Contains("validation loss", StringComparison.Ordinal) && line.Contains("epoch", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("doctor")]
    [InlineData("vectors", "train", "--input", "text.txt", "--output", "v.bin", "--min-count", "1", "--dim", "4")]
    public void NO_COLOR_and_pipes_take_the_colours_away(params string[] arguments)
    {
        var text = _folder.Write("text.txt", "a b c a b\n");
        string[] command = [.. arguments.Select(a => a == "text.txt" ? text : a == "v.bin" ? _folder.PathOf(a) : a)];

        var (code, coloured) = ToolProcess.InTerminal(new Dictionary<string, string>(), command);
        Assert.True(code == 0, coloured);
        Assert.Contains("\u001b[38;5;", coloured, StringComparison.Ordinal);

        var plain = ToolProcess.InTerminal(new Dictionary<string, string> { ["NO_COLOR"] = "1" }, command);
        Assert.Equal(0, plain.ExitCode);
        Assert.DoesNotContain("\u001b[3", plain.Text, StringComparison.Ordinal);

        using var piped = ToolProcess.Start(command);
        piped.In.Close();
        Assert.DoesNotContain("\u001b", piped.Error.ReadToEnd() + piped.Out.ReadToEnd(), StringComparison.Ordinal);
    }

    private string[] Train(string epochs) =>
    [
        "classify", "train", "--epochs", epochs, "--patience", "0", "--hidden", "32", "--embedding", "16", "--batch", "8", "--threads", "1",
        "--train", _folder.Write("train.tsv", string.Concat(Enumerable.Range(0, 1000).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")} w{i % 7} w{i % 3}\t{i % 2}\n"))),
    ];
}
