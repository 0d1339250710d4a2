using System.Globalization;
using System.Text.Json;

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
        var (model, onnx, search) = (_folder.PathOf("model.zip"), _folder.PathOf("model.onnx"), _folder.PathOf("search"));

        var train = Invocation.Of(
            "translate", "train", "--pairs", pairs, "--output", model, "--onnx", onnx, "--onnx-search", search, "--subwords", "30", "--hidden", "24", "--embedding", "16", "--epochs", "15", "--batch", "16",
            "--rate", "0.015", "--patience", "0", "--threads", "1");
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("validation perplexity: 1.", train.Out, StringComparison.Ordinal);

        var evaluate = Invocation.Of("translate", "evaluate", "--model", model, "--pairs", pairs, "--beam", "3", "--analyze", "1", "3");
        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        Assert.Equal(["beam 1", "beam 3"], evaluate.Lines.Take(2).Select(l => l.Split(": ")[0]));
        Assert.Equal(["accuracy", "bleu", "chrf"], evaluate.Lines.TakeLast(3).Select(l => l.Split(": ")[0]));
        Assert.InRange(double.Parse(evaluate.Lines[^3].Split(": ")[1], CultureInfo.InvariantCulture), 0.9, 1);

        foreach (var exported in new[] { onnx, search })
        {
            string[] greedy = exported == onnx ? [] : ["--beam", "1"];
            var evaluated = Invocation.Of(["translate", "evaluate", "--model", exported, "--pairs", pairs, .. greedy]);
            Assert.True(evaluated.ExitCode == 0, evaluated.Error);
            Assert.Equal(Invocation.Of("translate", "evaluate", "--model", model, "--pairs", pairs, "--beam", "1").Lines, evaluated.Lines);
        }

        Assert.Contains("--analyze", Invocation.Of("translate", "evaluate", "--model", search, "--pairs", pairs, "--analyze", "2").Error, StringComparison.Ordinal);
        Assert.Contains("--beam", Invocation.Of("translate", "evaluate", "--model", onnx, "--pairs", pairs, "--beam", "2").Error, StringComparison.Ordinal);

        var looks = _folder.PathOf("looks.tsv");
        var run = Invocation.WithInput("a b c\n\ne d\n", "translate", "run", "--model", model, "--data", "-", "--attention", looks, "--replace-unknown", "--threads", "1");
        Assert.Equal("V W X\n\nZ Y\n", run.Out.ReplaceLineEndings("\n"));
        var weights = File.ReadAllLines(looks).Select(row => row.Split('\t')).ToArray();
        Assert.Equal(["line", "target position", "target token", "source position", "source token", "weight"], weights[0]);
        Assert.Equal(["1", "3"], weights[1..].Select(row => row[0]).Distinct());
        Assert.All(weights[1..].GroupBy(row => (row[0], row[1])), token => Assert.Equal(1, token.Sum(row => double.Parse(row[5], CultureInfo.InvariantCulture)), 1e-3));

        foreach (var exported in new[] { onnx, search })
        {
            var translated = Invocation.WithInput("a b c\n\ne d\n", "translate", "run", "--model", exported, "--data", "-");
            Assert.True(translated.ExitCode == 0, translated.Error);
            Assert.Equal("V W X\n\nZ Y\n", translated.Out.ReplaceLineEndings("\n"));
        }

        var beam = Invocation.WithInput("a\n", "translate", "run", "--model", onnx, "--data", "-", "--beam", "3");
        Assert.Equal(2, beam.ExitCode);
        Assert.Contains("--beam: an .onnx takes the likeliest token at each step", beam.Error, StringComparison.Ordinal);
        var searched = Invocation.WithInput("a b c\n", "translate", "run", "--model", search, "--data", "-", "--beam", "3", "--n-best", "2", "--replace-unknown");
        Assert.Equal(2, searched.Lines.Count);
        var best = Invocation.WithInput("a b c\ne d\n", "translate", "run", "--model", model, "--data", "-", "--beam", "3", "--n-best", "2");
        Assert.Equal(["1", "1", "2", "2"], best.Lines.Select(line => line.Split('\t')[0]));
        Assert.Equal(["V W X", "Z Y"], best.Lines.Where((_, i) => i % 2 == 0).Select(line => line.Split('\t')[2]));
        string[] Drawn(params string[] options) => Invocation.WithInput("a b c\ne d\n", ["translate", "run", "--model", model, "--data", "-", .. options]).Out.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(["V W X", "Z Y", ""], Drawn("--temperature", "0"));
        var wild = Drawn("--temperature", "4", "--n-best", "6", "--seed", "2");
        Assert.Equal(13, wild.Length);
        Assert.Equal(wild, Drawn("--temperature", "4", "--n-best", "6", "--seed", "2"));
        Assert.NotEqual(wild, Drawn("--temperature", "4", "--n-best", "6", "--seed", "3"));
        Assert.Contains(wild, line => line.StartsWith("1\t", StringComparison.Ordinal) && !line.EndsWith("V W X", StringComparison.Ordinal));
        var json = Invocation.WithInput("a b c\n", "translate", "run", "--model", model, "--data", "-", "--n-best", "2", "--json");
        Assert.Equal([1, 1], JsonDocument.Parse(json.Out).RootElement.GetProperty("translations").EnumerateArray().Select(t => t.GetProperty("line").GetInt32()));
        Assert.Equal(2, Invocation.WithInput("a\n", "translate", "run", "--model", model, "--data", "-", "--n-best", "6").ExitCode);
    }

    [Fact]
    public void Files_that_do_not_fit_are_named()
    {
        var (one, two) = (_folder.Write("one", "a\nb\n"), _folder.Write("two", "a\n"));
        var model = _folder.PathOf("model.zip");
        var uneven = Invocation.Of("translate", "train", "--source-train", one, "--target-train", two, "--output", model);
        Assert.Equal(1, uneven.ExitCode);
        Assert.Contains($"{two} ends before line 2, which {one} has", uneven.Error, StringComparison.Ordinal);

        var untabbed = Invocation.Of("translate", "train", "--pairs", one, "--output", model);
        Assert.Contains($"{one}, line 1: found 1 fields; expected a text, a tab and its translation.", untabbed.Error, StringComparison.Ordinal);
        Assert.Equal(2, Invocation.Of("translate", "train", "--source-train", one, "--output", model).ExitCode);
        var characters = Invocation.Of("translate", "train", "--pairs", one, "--onnx", _folder.PathOf("model.onnx"), "--characters");
        Assert.Contains("--onnx: an ONNX graph cannot cut texts into characters", characters.Error, StringComparison.Ordinal);
        File.WriteAllText(_folder.PathOf("foreign.onnx"), "a");
        Assert.Contains("foreign.onnx", Invocation.Of("translate", "run", "--model", _folder.PathOf("foreign.onnx"), "--data", two).Error, StringComparison.Ordinal);
        var foreign = _folder.Write("foreign.zip", "a");
        Assert.Contains(foreign, Invocation.Of("translate", "run", "--model", foreign, "--data", two).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_are_empty_or_too_long_are_named_by_their_lines()
    {
        string[] good = [.. Enumerable.Range(0, 30).Select(i => $"a b{i % 3}\tc d{i % 3}")];
        var pairs = _folder.Write("pairs.tsv", string.Join('\n', [.. good, "a b0 a b0\tc", "\tc", .. good, .. Enumerable.Repeat("a\t", 10)]));
        var (source, target) = (_folder.Write("source", "a b0\na b0 a b0\n"), _folder.Write("target", "c d0\nc\n"));
        var model = _folder.PathOf("model.zip");
        string[] train = ["translate", "train", "--pairs", pairs, "--output", model, "--subwords", "0", "--hidden", "4", "--embedding", "4", "--epochs", "1", "--threads", "1"];

        var limited = Invocation.Of([.. train, "--max-tokens", "3", "--source-valid", source, "--target-valid", target, "--attention", "none", "--quiet"]);

        Assert.True(limited.ExitCode == 0, limited.Error);
        Assert.Contains($"warning: {pairs}, line 31: 4 tokens, and 1 in the translation; expected 1 to 3; left out.", limited.Error, StringComparison.Ordinal);
        Assert.Contains($"warning: {pairs}, line 32: 0 tokens, and 1 in the translation", limited.Error, StringComparison.Ordinal);
        Assert.Contains("warning: 3 more pairs are left out", limited.Error, StringComparison.Ordinal);
        Assert.Contains("left out: 13", limited.Out, StringComparison.Ordinal);
        var run = Invocation.WithInput("a\n", "translate", "run", "--model", model, "--data", "-", "--replace-unknown");
        Assert.Contains("--replace-unknown: the model looks at nothing", run.Error, StringComparison.Ordinal);
        var none = Invocation.Of("translate", "train", "--pairs", _folder.Write("none.tsv", "a a\tb\n"), "--output", model, "--subwords", "0", "--max-tokens", "1");
        Assert.Contains("All 1 pairs have an empty source or target", none.Error, StringComparison.Ordinal);
        var languages = Invocation.Of("lm", "evaluate", "--model", model, "--data", source);
        Assert.Contains($"{model}: not a language model: its stages are SequenceTranslatingTransformer.", languages.Error, StringComparison.Ordinal);
    }
}
