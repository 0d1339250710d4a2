using System.Xml.Linq;
using MLSeq.Tool.Runs;

namespace MLSeq.Tool.Tests.Runs;

/// <summary>Trainings with <c>--run</c>, by way of <c>classify</c>, and their reports.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _train;
    private readonly string _valid;
    private readonly string _run;

    public RunFolderTests()
    {
        static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")} w{i % 7} w{i % 3}\t{(i % 2 == 0 ? "<felis>" : "canis & lupus")}\n"));
        (_train, _valid, _run) = (_folder.Write("train.tsv", Rows(200)), _folder.Write("valid.tsv", Rows(40)), _folder.PathOf("run"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_written_down_from_the_command_line_to_the_confusion_matrix()
    {
        var train = Invocation.Of(Command("3"));

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains($"'mlseq report {_run}' shows the run as a page.", train.Error, StringComparison.Ordinal);
        var history = RunFolder.Read(_run);
        Assert.Equal(RunStatus.Completed, history.Status);
        var start = Assert.Single(history.Starts);
        Assert.Equal("mlseq " + string.Join(' ', Command("3")), start.Command);
        Assert.Equal(("8", "adam", "true"), (start.Options["--hidden"], start.Options["--optimizer"], start.Options["--bidirectional"]));
        Assert.Contains("--hidden", start.Given);
        Assert.DoesNotContain("--optimizer", start.Given);
        Assert.Equal(Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture), start.Environment["cores"]);
        Assert.Equal([("training", _train, "200 texts, 2 labels"), ("validation", _valid, "40 texts")], history.Data.Select(d => (d.Use, d.File, d.Content)));
        Assert.Equal([1, 2, 3], history.Epochs.Select(e => e.Epoch));
        Assert.All(history.Epochs, e => Assert.True(e is { ValidationLoss: > 0, LearningRate: > 0, GradientNorm: > 0 }));
        Assert.NotEmpty(history.Progress);
        Assert.Equal(40, history.Confusion!.Counts.Sum(row => row.Sum()));
        Assert.Equal(["<felis>", "canis & lupus"], history.Confusion.Labels);
        Assert.Equal(["log.jsonl"], Directory.EnumerateFiles(_run).Select(Path.GetFileName));
        Assert.DoesNotContain(Environment.MachineName, File.ReadAllText(Path.Combine(_run, "log.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_goes_on_by_the_same_command_to_the_end_of_an_unbroken_one()
    {
        var unbroken = Invocation.Of(Command("30", "whole"));
        Assert.True(unbroken.ExitCode == 0, unbroken.Error);
        Interrupt("30");

        var page = Report("interrupted");
        Assert.Contains("It was interrupted", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_run, "checkpoint")));

        var rest = Invocation.Of(Command("30"));
        Assert.True(rest.ExitCode == 0, rest.Error);
        Assert.Contains($"Training goes on from {Path.Combine(_run, "checkpoint")}.", rest.Error, StringComparison.Ordinal);
        var (broken, whole) = (RunFolder.Read(_run), RunFolder.Read(_folder.PathOf("whole")));
        Assert.Equal([false, true], broken.Starts.Select(start => start.GoesOn));
        Assert.Equal(whole.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss)), broken.Epochs.Select(e => (e.Epoch, e.Loss, e.ValidationLoss)));
        Assert.Equal(broken.Progress.Select(p => p.Tokens).Order(), broken.Progress.Select(p => p.Tokens));
        Assert.Contains("gone on with once", Report("completed"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_cannot_be_saved_is_not_lost()
    {
        // A folder stands where the model should go, which shows only when it is to be put there.
        var output = Directory.CreateDirectory(_folder.PathOf("m.zip"));

        var failed = Invocation.Of(Command("3"));

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("holds the state of training; the same command goes on from there.", failed.Error, StringComparison.Ordinal);
        Assert.Contains("It failed: ", Report("failed"), StringComparison.Ordinal);

        output.Delete();
        var again = Invocation.Of(Command("3"));

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.True(File.Exists(output.FullName));
        var history = RunFolder.Read(_run);
        Assert.Equal(history.Events.OfType<RunProgress>(), history.Events.TakeWhile(e => e is not RunEnded).OfType<RunProgress>());
    }

    [Fact]
    public void A_run_that_is_completed_or_being_written_is_left_alone()
    {
        using (RunFolder.Open(_run, _ => { }))
        {
            AssertFails(1, "another process is training there", Command("1"));
            AssertFails(1, "does not begin with its start", "report", _run);
        }

        Assert.Equal(0, Invocation.Of(Command("1")).ExitCode);
        AssertFails(1, "holds a run that is completed; expected a folder of its own for each run", Command("1"));
        AssertFails(2, "--run keeps the state of training in its folder", [.. Command("1", "other"), "--checkpoint", _folder.PathOf("state")]);
        AssertFails(1, "no run: there is no log.jsonl", "report", _folder.PathOf("nowhere"));
        Assert.False(Directory.Exists(_folder.PathOf("nowhere")));
    }

    [Fact]
    public void A_page_shows_runs_that_still_train_and_those_that_were_killed()
    {
        Interrupt("100000");
        var log = Path.Combine(_run, "log.jsonl");
        File.WriteAllLines(log, File.ReadAllLines(log).SkipLast(1));

        Assert.Contains("Its process ended without a word", Report("killed"), StringComparison.Ordinal);

        using var training = RunFolder.Open(_run, _ => { });
        Assert.Contains("It is still training", Report("running"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_has_curves_figures_options_and_a_matrix_with_labels_as_they_are()
    {
        Assert.Equal(0, Invocation.Of(Command("3")).ExitCode);

        var page = XElement.Parse(Report("completed")["<!doctype html>\n".Length..]);

        string[] expected = ["Figures", "Course", "Validation data", "Data", "Options", "Environment"];
        Assert.Equal(expected, page.Descendants("h2").Select(heading => heading.Value));
        var texts = page.DescendantNodes().OfType<XText>().Select(text => text.Value).ToHashSet(StringComparer.Ordinal);
        Assert.All(["<felis>", "canis & lupus", "training loss", "validation loss", "--pooling", "validation accuracy", "instruction sets"], text => Assert.Contains(text, texts));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link");
    }

    private void Interrupt(string epochs)
    {
        using var cancellation = new CancellationTokenSource();
        using var error = new CancellingWriter(cancellation, "epoch  2/");
        using var output = new StringWriter();
        Assert.Equal(130, new CommandLine(new ToolConsole(Stream.Null, output, error), cancellation.Token).Run(Command(epochs)));
    }

    private string Report(string status)
    {
        var run = Invocation.Of("report", _run, "--output", _folder.PathOf("pages/run.html"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal($"status: {status}", run.Lines[0]);
        return File.ReadAllText(_folder.PathOf("pages/run.html"));
    }

    private static void AssertFails(int exitCode, string expected, params string[] arguments)
    {
        var run = Invocation.Of(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private string[] Command(string epochs, string run = "run") =>
    [
        "classify", "train", "--train", _train, "--valid", _valid, "--hidden", "8", "--embedding", "8", "--batch", "8", "--bidirectional", "--threads", "1",
        "--epochs", epochs, "--patience", "0", "--output", _folder.PathOf("m.zip"), "--run", _folder.PathOf(run),
    ];
}
