using System.Text.Json;

namespace MLSeq.Tool.Tests.Commands;

public class DoctorTests
{
    private static readonly string[] Facts =
    [
        "mlseq", "operating system", ".NET", "cores", "instruction sets", "Microsoft.ML", "ONNX Runtime", "execution providers", "CUDA", "demo data",
    ];

    [Fact]
    public void Prints_a_line_for_each_fact()
    {
        var run = Invocation.Of("doctor");

        Assert.Equal(0, run.ExitCode);
        Assert.All(Facts, fact => Assert.Contains(run.Lines, line => line.StartsWith(fact + " ", StringComparison.Ordinal)));
        Assert.Contains("CPUExecutionProvider", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_same_facts()
    {
        var run = Invocation.Of("doctor", "--json");

        using var json = JsonDocument.Parse(run.Out);
        Assert.All(Facts, fact => Assert.True(json.RootElement.TryGetProperty(fact, out _), fact));
        Assert.Equal(Environment.ProcessorCount, json.RootElement.GetProperty("cores").GetInt32());
        Assert.Equal(JsonValueKind.Array, json.RootElement.GetProperty("execution providers").ValueKind);
    }
}
