using System.Globalization;

namespace MLSeq.Tool.Tests.Commands;

public sealed class TranslateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_evaluate_run()
    {
        var random = new Random(1);
        string[] rows = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            int[] digits = [.. Enumerable.Range(0, 2 + random.Next(3)).Select(_ => random.Next(5))];
            return $"{string.Join(' ', digits.Select(d => "abcde"[d]))}\t{string.Join(' ', digits.Select(d => "VWXYZ"[d]))}";
        })];
        var pairs = _folder.Write("pairs.tsv", string.Join('\n', rows));
        var model = _folder.PathOf("model");

        var train = Invocation.Of(
            "translate", "train", "--pairs", pairs, "--output", model, "--subwords", "30", "--hidden", "24", "--embedding", "16", "--epochs", "15", "--batch", "16",
            "--rate", "0.015", "--patience", "0", "--threads", "1");
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("validation perplexity: 1.", train.Out, StringComparison.Ordinal);

        var evaluate = Invocation.Of("translate", "evaluate", "--model", model, "--pairs", pairs, "--beam", "3", "--analyze", "1", "3");
        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        Assert.Equal(["beam 1", "beam 3"], evaluate.Lines.Take(2).Select(l => l.Split(": ")[0]));
        Assert.Equal(["accuracy", "bleu", "chrf"], evaluate.Lines.TakeLast(3).Select(l => l.Split(": ")[0]));
        Assert.InRange(double.Parse(evaluate.Lines[^3].Split(": ")[1], CultureInfo.InvariantCulture), 0.9, 1);

        var run = Invocation.WithInput("a b c\ne d\n", "translate", "run", "--model", model, "--data", "-");
        Assert.Equal(["V W X", "Z Y"], run.Lines);
    }

    [Fact]
    public void Files_that_do_not_fit_are_named()
    {
        var (one, two) = (_folder.Write("one", "a\nb\n"), _folder.Write("two", "a\n"));
        var model = _folder.PathOf("model");
        var uneven = Invocation.Of("translate", "train", "--source-train", one, "--target-train", two, "--output", model);
        Assert.Equal(1, uneven.ExitCode);
        Assert.Contains($"{two} ends before line 2, which {one} has", uneven.Error, StringComparison.Ordinal);

        var untabbed = Invocation.Of("translate", "train", "--pairs", one, "--output", model);
        Assert.Contains($"{one}, line 1: found 1 fields; expected a text, a tab and its translation.", untabbed.Error, StringComparison.Ordinal);
        Assert.Equal(2, Invocation.Of("translate", "train", "--source-train", one, "--output", model).ExitCode);
        Assert.Contains(one, Invocation.Of("translate", "run", "--model", one, "--data", two).Error, StringComparison.Ordinal);
    }
}
