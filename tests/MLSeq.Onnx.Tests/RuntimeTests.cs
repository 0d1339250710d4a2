using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Tests;

public class RuntimeTests
{
    [Fact]
    public void OnnxRuntime_loads_and_knows_the_operator_sets_that_are_written()
    {
        Version version = Version.Parse(OrtEnv.Instance().GetVersionString());

        Assert.True(version >= new Version(1, 17), $"ONNX Runtime {version} does not know operator set 20");
        Assert.Contains("CPUExecutionProvider", OrtEnv.Instance().GetAvailableProviders());
    }
}
