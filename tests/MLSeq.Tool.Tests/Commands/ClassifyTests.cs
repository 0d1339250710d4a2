using System.Globalization;
using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands;

public sealed class ClassifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _train;
    private readonly string _valid;

    public ClassifyTests()
    {
        // Only the order of two words tells the labels apart: a bag of words could not learn this.
        var random = new Random(1);
        string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            var filler = string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => "w" + random.Next(8)));
            return i % 2 == 0 ? $"cat {filler} dog\tcat first\n" : $"dog {filler} cat\tdog first\n";
        }));
        _train = _folder.Write("train.tsv", Rows(300));
        _valid = _folder.Write("valid.tsv.gz", Rows(60));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_evaluate_predict()
    {
        var (zip, onnx) = (_folder.PathOf("models/m.zip"), _folder.PathOf("models/m.onnx"));

        var train = Invocation.Of([.. Train(), "--valid", _valid, "--output", zip, "--onnx", onnx]);

        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Contains("epoch  1/15", train.Error, StringComparison.Ordinal);
        Assert.Contains(train.Lines, l => l.StartsWith("validation accuracy: 1", StringComparison.Ordinal));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder.PathOf("models")).Count());
        foreach (var model in new[] { zip, onnx })
        {
            var evaluate = Invocation.Of("classify", "evaluate", "--model", model, "--data", _valid);
            Assert.True(evaluate.ExitCode == 0, evaluate.Error);
            Assert.Equal(["examples: 60", "accuracy: 1.0000", "precision: 1.0000", "recall: 1.0000", "f1: 1.0000"], evaluate.Lines.TakeLast(5));

            var json = Invocation.Of("classify", "evaluate", "--model", model, "--data", _valid, "--json");
            using var figures = JsonDocument.Parse(json.Out);
            Assert.Equal(1, figures.RootElement.GetProperty("accuracy").GetDouble());
            Assert.Equal(60, figures.RootElement.GetProperty("examples").GetInt32());

            var predict = Invocation.WithInput("cat w1 dog\ndog w2 w3 cat\n", "classify", "predict", "--model", model, "--data", "-");
            Assert.Equal(["cat first", "dog first"], predict.Lines.Select(l => l.Split('\t')[0]));
            Assert.All(predict.Lines, l => Assert.InRange(double.Parse(l.Split('\t')[1], CultureInfo.InvariantCulture), 0.5, 1.0));
        }
    }

    [Fact]
    public void Weights_in_bytes_are_compared_with_the_models_own()
    {
        var onnx = _folder.PathOf("small.onnx");

        var train = Invocation.Of([.. Train("4"), "--valid", _valid, "--onnx", onnx, "--onnx-weights", "int8", "--json"]);

        Assert.True(train.ExitCode == 0, train.Error);
        using var figures = JsonDocument.Parse(train.Out);
        Assert.Equal(new FileInfo(onnx).Length, figures.RootElement.GetProperty("onnx bytes").GetInt64());
        using var evaluated = JsonDocument.Parse(Invocation.Of("classify", "evaluate", "--model", onnx, "--data", _valid, "--json").Out);
        Assert.Equal(evaluated.RootElement.GetProperty("accuracy").GetDouble(), figures.RootElement.GetProperty("onnx validation accuracy").GetDouble());
        Assert.Contains("DynamicQuantizeLSTM", File.ReadAllText(onnx, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_trains_and_quiet_says_nothing()
    {
        var zip = _folder.PathOf("m.zip");

        var run = Invocation.WithInput(
            File.ReadAllText(_train),
            "classify", "train", "--train", "-", "--hidden", "4", "--embedding", "4", "--epochs", "1", "--output", zip, "--quiet", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Error);
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal(1, json.RootElement.GetProperty("epochs").GetInt32());
        Assert.True(File.Exists(zip));
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        var (first, second) = (_folder.PathOf("1.zip"), _folder.PathOf("2.zip"));
        foreach (var model in new[] { first, second })
        {
            Assert.Equal(0, Invocation.Of([.. Train("2"), "--seed", "7", "--output", model]).ExitCode);
        }

        string Predict(string model) => Invocation.Of("classify", "predict", "--model", model, "--data", _train).Out;
        Assert.Equal(Predict(first), Predict(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Word_vectors_tell_words_that_training_never_saw(bool freeze)
    {
        // Ten words of each kind lie around two opposite points; training sees three of each.
        var random = new Random(2);
        string[] kinds = ["fruit", "tool"];
        var lines = kinds.SelectMany((kind, k) => Enumerable.Range(0, 10).Select(i =>
            FormattableString.Invariant($"{kind}{i} {(2 * k) - 1 + random.NextSingle()} {1 - (2 * k) + random.NextSingle()} {random.NextSingle()}")));
        var vectors = _folder.Write("vectors.txt", string.Join('\n', lines) + "\n");
        string Rows(int count, int first, int last) => string.Concat(Enumerable.Range(0, count).Select(i =>
            $"{kinds[i % 2]}{random.Next(first, last)} {kinds[i % 2]}{random.Next(first, last)}\t{kinds[i % 2]}\n"));
        var (train, test) = (_folder.Write("kinds.tsv", Rows(40, 0, 3)), _folder.Write("others.tsv", Rows(60, 3, 10)));
        var zip = _folder.PathOf("m.zip");

        var run = Invocation.Of(
            [
                "classify", "train", "--train", train, "--valid", train, "--vectors", vectors, .. freeze ? ["--freeze"] : Array.Empty<string>(),
                "--hidden", "8", "--rate", "0.02", "--epochs", "20", "--patience", "0", "--output", zip,
            ]);

        Assert.True(run.ExitCode == 0, run.Error);
        var evaluate = Invocation.Of("classify", "evaluate", "--model", zip, "--data", test);
        Assert.Contains(evaluate.Lines, line => line.StartsWith("accuracy: ", StringComparison.Ordinal) && double.Parse(line[10..], CultureInfo.InvariantCulture) > 0.9);
    }

    [Fact]
    public void Word_vectors_that_do_not_fit_are_told()
    {
        var vectors = _folder.Write("vectors.txt", "fruit 1 2\ntool 2 1\n");
        AssertTold(2, "--freeze: there are no --vectors", "--freeze");
        AssertTold(1, "none.txt: no such file", "--vectors", _folder.PathOf("none.txt"));
        AssertTold(2, "--embedding 5: the vectors of", "--vectors", vectors, "--embedding", "5");
        AssertTold(1, "--vectors: none of the", "--vectors", vectors);

        void AssertTold(int exitCode, string expected, params string[] options)
        {
            var run = Invocation.Of(["classify", "train", "--train", _train, "--output", _folder.PathOf("m.zip"), .. options]);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.PathOf("m.zip")));
        }
    }

    [Theory]
    [InlineData("a\t1\nb\t1\n", "all 2 rows have the label '1'")]
    [InlineData("", "no rows to train on")]
    [InlineData("a\t1\nb\n", "bad.tsv(2): the label should be in column 1")]
    public void Bad_training_data_is_told_before_training(string text, string expected)
    {
        var run = Invocation.Of("classify", "train", "--train", _folder.Write("bad.tsv", text), "--output", _folder.PathOf("m.zip"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("m.zip")));
    }

    [Fact]
    public void A_label_that_training_lacks_is_told_before_training()
    {
        var valid = _folder.Write("other.tsv", "cat dog\tcat first\ncow\tcow first\n");

        var run = Invocation.Of([.. Train(), "--valid", valid, "--output", _folder.PathOf("m.zip")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("other.tsv: the label 'cow first' does not occur in the training data", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        var run = Invocation.Run("", cancelled.Token, [.. Train(), "--output", _folder.PathOf("out/m.zip")]);

        Assert.Equal(130, run.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.PathOf("out")));
    }

    [Theory]
    [InlineData("m.zip")]
    [InlineData("m.onnx")]
    public void What_is_no_model_is_said_to_be_none(string name)
    {
        var missing = Invocation.Of("classify", "evaluate", "--model", _folder.PathOf(name), "--data", _train);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains(name + ": no such model file", missing.Error, StringComparison.Ordinal);

        var foreign = Invocation.Of("classify", "evaluate", "--model", _folder.Write(name, "not a model"), "--data", _train);
        Assert.Equal(1, foreign.ExitCode);
        Assert.Contains(name, foreign.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", foreign.Error, StringComparison.Ordinal);
    }

    private string[] Train(string epochs = "15") =>
    [
        "classify", "train", "--train", _train, "--hidden", "16", "--embedding", "16", "--epochs", epochs, "--batch", "16",
        "--rate", "0.01", "--dropout", "0", "--threads", "1",
    ];
}
