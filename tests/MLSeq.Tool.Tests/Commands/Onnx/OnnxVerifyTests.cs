using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands.Onnx;

public sealed class OnnxVerifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _texts;

    public OnnxVerifyTests() => _texts = _folder.Write(
        "texts.txt", string.Concat(Enumerable.Range(0, 5000).Select(i => $"w{i % 7} good film w{i % 11}\n")) + "unseen 中文 👍\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_gives_what_its_model_gives_passes()
    {
        var (zip, onnx) = Classifier("m", seed: 1);

        var run = Invocation.Of("onnx", "verify", "--model", zip, "--onnx", onnx, "--data", _texts);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("rows: 5001", run.Lines);
        Assert.Contains(run.Lines, line => line.Contains("PredictedLabel", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_another_model_fails()
    {
        var (zip, _) = Classifier("m", seed: 1);
        var (_, other) = Classifier("other", seed: 2);

        var run = Invocation.Of("onnx", "verify", "--model", zip, "--onnx", other, "--data", _texts, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("other.onnx: does not give what the model gives", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Out);
        Assert.True(double.Parse(json.RootElement.GetProperty("largest difference").GetString()!, System.Globalization.CultureInfo.InvariantCulture) > 1e-4);
        Assert.Equal(0, Invocation.Of("onnx", "verify", "--model", zip, "--onnx", other, "--data", _texts, "--tolerance", "1").ExitCode);
    }

    [Fact]
    public void A_tagger_is_verified_on_words()
    {
        var train = _folder.Write("train.conll", string.Concat(Enumerable.Range(0, 30).Select(i => $"good\tO\nfilm\tB-X\nw{i % 5}\tO\n\n")));
        var (zip, onnx) = (_folder.PathOf("t.zip"), _folder.PathOf("t.onnx"));
        var run = Invocation.Of("tag", "train", "--train", train, "--hidden", "4", "--embedding", "4", "--epochs", "1", "--characters", "lstm", "--output", zip, "--onnx", onnx, "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);

        var verify = Invocation.Of("onnx", "verify", "--model", zip, "--onnx", onnx, "--data", _texts);

        Assert.True(verify.ExitCode == 0, verify.Error + verify.Out);
    }

    [Fact]
    public void What_is_missing_or_empty_is_named()
    {
        var (zip, onnx) = Classifier("m", seed: 1);
        AssertTold("none.zip: no such model file", _folder.PathOf("none.zip"), onnx, _texts);
        AssertTold("none.onnx: no such model file", zip, _folder.PathOf("none.onnx"), _texts);
        AssertTold("empty.txt: no rows to score", zip, onnx, _folder.Write("empty.txt", ""));

        void AssertTold(string expected, string model, string file, string data)
        {
            var run = Invocation.Of("onnx", "verify", "--model", model, "--onnx", file, "--data", data);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }
    }

    private (string Zip, string Onnx) Classifier(string name, int seed)
    {
        var train = _folder.Write("train.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "good film\tpos\n" : "bad film\tneg\n")));
        var (zip, onnx) = (_folder.PathOf(name + ".zip"), _folder.PathOf(name + ".onnx"));
        var run = Invocation.Of(
            "classify", "train", "--train", train, "--hidden", "4", "--embedding", "4", "--epochs", "1", "--seed", $"{seed}", "--output", zip, "--onnx", onnx, "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        return (zip, onnx);
    }
}
