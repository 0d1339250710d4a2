using System.Globalization;
using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands;

public sealed class LanguageModelTests : IDisposable
{
    private static readonly string[] Sentences = ["the apple and pear salad", "a pair of shoes", "an apple a day", "the pear and the apple"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _train;
    private readonly string _model;

    public LanguageModelTests()
    {
        var random = new Random(1);
        _train = _folder.Write("train.txt.gz", string.Concat(Enumerable.Range(0, 120).Select(_ => Sentences[random.Next(4)] + "\n")));
        _model = _folder.PathOf("model.zip");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_evaluate_score_generate_words()
    {
        var train = Train("--lines", "--epochs", "25", "--onnx", _folder.PathOf("model.onnx"));
        Assert.Contains("validation perplexity: 1.", train.Out, StringComparison.Ordinal);
        Assert.True(new FileInfo(_folder.PathOf("model.onnx")).Length > 1000);

        var evaluate = Invocation.Of("lm", "evaluate", "--model", _model, "--data", _train);
        Assert.True(evaluate.ExitCode == 0, evaluate.Error);
        Assert.Equal(["perplexity", "nats per token", "bits per character"], evaluate.Lines.TakeLast(3).Select(l => l.Split(": ")[0]));
        var (perplexity, nats) = (Figure(evaluate, "perplexity"), Figure(evaluate, "nats per token"));
        Assert.Equal(Math.Exp(nats), perplexity, 1e-3);
        Assert.InRange(perplexity, 1, 2);

        var score = Invocation.WithInput("the apple and pear salad\nthe apple and pair salad\n", "lm", "score", "--model", _model, "--data", "-");
        var scores = score.Lines.Select(l => double.Parse(l.Split('\t')[0], CultureInfo.InvariantCulture)).ToArray();
        Assert.True(scores[0] > scores[1] + 1, score.Out);
        Assert.EndsWith("\tthe apple and pair salad", score.Lines[1], StringComparison.Ordinal);

        var generate = Invocation.Of("lm", "generate", "--model", _model, "--prompt", "a pair", "--temperature", "0");
        Assert.Equal(["a pair of shoes"], generate.Lines);
        var drawn = Invocation.Of("lm", "generate", "--model", _model, "--count", "20", "--top-p", "0.8", "--seed", "3");
        Assert.All(drawn.Lines, line => Assert.Contains(line, Sentences));
        Assert.True(drawn.Lines.Distinct().Count() > 1, drawn.Out);
    }

    [Fact]
    public void Characters_of_continuous_text_with_the_published_settings()
    {
        var train = Train(
            "--tokens", "char", "--layers", "2", "--steps", "20", "--batch", "20", "--init-range", "0.1", "--optimizer", "sgd", "--rate", "1", "--schedule", "decay",
            "--decay-after", "4", "--decay", "0.5", "--clip", "5", "--epochs", "6", "--patience", "0", "--valid-fraction", "0.1");
        Assert.Contains("epochs: 6", train.Out, StringComparison.Ordinal);

        var json = Invocation.Of("lm", "evaluate", "--model", _model, "--data", _train, "--json");
        using var figures = JsonDocument.Parse(json.Out);
        var characters = figures.RootElement.GetProperty("characters").GetInt64();
        Assert.Equal(characters, figures.RootElement.GetProperty("tokens").GetInt64());
        Assert.Equal(
            figures.RootElement.GetProperty("nats per token").GetDouble() / Math.Log(2), figures.RootElement.GetProperty("bits per character").GetDouble(), 1e-9);

        var generate = Invocation.Of("lm", "generate", "--model", _model, "--prompt", "the ", "--length", "300", "--stop", "\\n", "--json");
        using var texts = JsonDocument.Parse(generate.Out);
        var text = texts.RootElement.GetProperty("texts")[0].GetString()!;
        Assert.StartsWith("the ", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData("--tokens", "bpe", "--vocabulary", "60", "--tie")]
    [InlineData("--softmax", "sampled", "--samples", "8")]
    [InlineData("--softmax", "adaptive", "--cutoffs", "4", "8")]
    public void Other_tokens_and_softmaxes_train(params string[] options)
    {
        Train(["--epochs", "1", .. options]);
        Assert.InRange(Figure(Invocation.Of("lm", "evaluate", "--model", _model, "--data", _train), "perplexity"), 1, 60);
    }

    [Theory]
    [InlineData("error: neither --output nor --onnx", 2, "lm", "train", "--train", "F")]
    [InlineData("no such file", 1, "lm", "train", "--train", "missing.txt", "--output", "OUT")]
    [InlineData("--steps '0': expected", 2, "lm", "train", "--train", "F", "--steps", "0", "--output", "OUT")]
    [InlineData("--top-p '2': expected", 2, "lm", "generate", "--model", "m.zip", "--top-p", "2")]
    [InlineData("missing.zip: no such model file", 1, "lm", "score", "--model", "missing.zip", "--data", "F")]
    [InlineData("Cutoffs are 900", 1, "lm", "train", "--train", "F", "--softmax", "adaptive", "--cutoffs", "900", "--output", "OUT")]
    public void Mistakes_are_named(string message, int exitCode, params string[] arguments)
    {
        var run = Invocation.Of([.. arguments.Select(a => a switch { "F" => _train, "OUT" => _folder.PathOf("x.zip"), _ => a })]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("x.zip")));
    }

    [Fact]
    public void Another_model_is_named()
    {
        File.WriteAllText(_model, "this is no model");
        var run = Invocation.Of("lm", "evaluate", "--model", _model, "--data", _train);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("model.zip: not a model", run.Error, StringComparison.Ordinal);
    }

    private static double Figure(Invocation run, string name) => double.Parse(
        run.Lines.Single(l => l.StartsWith(name + ": ", StringComparison.Ordinal)).Split(": ")[1], CultureInfo.InvariantCulture);

    private Invocation Train(params string[] options)
    {
        string[] rate = options.Contains("--rate") ? [] : ["--rate", "0.01", "--batch", "8"];
        string[] embedding = options.Contains("--tie") ? [] : ["--embedding", "24"];
        var run = Invocation.Of(["lm", "train", "--train", _train, "--hidden", "24", .. embedding, .. rate, .. options, "--threads", "1", "--output", _model]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
