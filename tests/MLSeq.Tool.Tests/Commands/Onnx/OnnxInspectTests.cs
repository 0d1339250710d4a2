using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands.Onnx;

public sealed class OnnxInspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public OnnxInspectTests()
    {
        _model = _folder.PathOf("m.onnx");
        var train = _folder.Write("train.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "good film\tpos\n" : "bad film\tneg\n")));
        var run = Invocation.Of(
            "classify", "train", "--train", train, "--hidden", "4", "--embedding", "4", "--epochs", "1", "--bidirectional", "--onnx", _model, "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shows_inputs_outputs_constants_and_operators()
    {
        var run = Invocation.Of("onnx", "inspect", _model);

        Assert.True(run.ExitCode == 0, run.Error);
        foreach (var expected in new[] { "→ Text", "← PredictedLabel", "← Score", "ai.onnx 20", "mlseq.labels", "float", "LSTM", "com.microsoft.Tokenizer" })
        {
            Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_holds_the_same()
    {
        using var json = JsonDocument.Parse(Invocation.Of("onnx", "inspect", _model, "--json").Out);

        Assert.Equal("Text", json.RootElement.GetProperty("inputs")[0].GetProperty("Name").GetString());
        var lstm = json.RootElement.GetProperty("operators").EnumerateArray().Single(o => o.GetProperty("Operator").GetString() == "LSTM");
        Assert.Equal((1, 0), (lstm.GetProperty("Nodes").GetInt32(), lstm.GetProperty("OnCpu").GetInt32()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("good film\nbad\n\na bad film\n")]
    public void A_profile_tells_where_nodes_ran_and_how_long(string texts)
    {
        string[] data = texts.Length > 0 ? ["--data", _folder.Write("texts.txt", texts)] : [];
        var before = Directory.GetFileSystemEntries(Path.GetTempPath(), "mlseq-profile*").Length;

        var run = Invocation.Of(["onnx", "inspect", _model, "--profile", "--json", .. data]);

        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var profile = json.RootElement.GetProperty("profile");
        Assert.Equal(("cpu", texts.Length > 0 ? 3 : 32), (profile.GetProperty("Device").GetString(), profile.GetProperty("Rows").GetInt32()));
        var lstm = profile.GetProperty("Operators").EnumerateArray().Single(o => o.GetProperty("Operator").GetString() == "LSTM");
        Assert.Equal(("CPUExecutionProvider", 1), (lstm.GetProperty("Provider").GetString(), lstm.GetProperty("Nodes").GetInt32()));
        Assert.True(lstm.GetProperty("Seconds").GetDouble() > 0);
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.GetTempPath(), "mlseq-profile*").Length);
        Assert.Contains("LSTM", Invocation.Of(["onnx", "inspect", _model, "--profile", .. data]).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_says_that_it_ran_on_the_CPU_where_there_is_no_GPU()
    {
        var run = Invocation.Of("onnx", "inspect", _model, "--profile", "--device", "cuda:99");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("runs on the CPU: cuda:99 cannot be used", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, Invocation.Of("onnx", "inspect", _model, "--profile", "--device", "cuda:99", "--no-fallback").ExitCode);
    }

    [Fact]
    public void What_is_no_model_is_named()
    {
        var missing = Invocation.Of("onnx", "inspect", _folder.PathOf("none.onnx"));
        Assert.Equal((1, true), (missing.ExitCode, missing.Error.Contains("none.onnx: no such model file", StringComparison.Ordinal)));
        var foreign = Invocation.Of("onnx", "inspect", _folder.Write("text.onnx", "no model"));
        Assert.Equal((1, true), (foreign.ExitCode, foreign.Error.Contains("text.onnx: not an ONNX model", StringComparison.Ordinal)));
    }
}
