using MLSeq.Runtimes.Tests.Cases;
using MLSeq.Runtimes.Tests.Hosts;

namespace MLSeq.Runtimes.Tests;

/// <summary>Every kind of exported model gives in other runtimes what it gives in the engine and in ONNX Runtime on the CPU.</summary>
[Collection(RuntimeCollection.Name)]
public class ExportedModelTests(RuntimeHosts hosts)
{
    public static TheoryData<string> Names => [.. ExportedModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Onnx_Runtime_gives_what_the_engine_gives(string name)
    {
        var model = ExportedModels.Of(name);
        var outputs = CpuHost.Run(model.Model, model.Inputs);
        Assert.NotEmpty(model.Engine);
        foreach (var (output, rows) in model.Engine)
        {
            for (var row = 0; row < rows.Length; row++)
            {
                outputs[output].AssertRow(row, rows[row], model.Tolerance, $"{name}, {output}");
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Node_gives_the_same(string name) => AssertSame(name, RuntimeHosts.Node);

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_browser_gives_the_same(string name) => AssertSame(name, RuntimeHosts.Web);

    private void AssertSame(string name, string host)
    {
        var model = ExportedModels.Of(name);
        var expected = CpuHost.Run(model.Model, model.Inputs);
        var found = hosts[host].Run(model.Model, model.Inputs)[0];
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach (var (output, tensor) in expected)
        {
            tensor.AssertClose(found[output], $"{name}, {output} by {host}");
        }
    }
}
