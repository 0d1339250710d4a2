using Microsoft.ML.OnnxRuntime;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Scoring;

/// <summary>A device that runs on the CPU, but fails as a GPU does.</summary>
internal sealed class FailingDevice(byte[] model, Func<IReadOnlyList<long>, DeviceException?> fails) : ScorerDevice(new InferenceSession(model), "cuda:0", 2)
{
    private int _runs;

    /// <summary>The runs that were tried.</summary>
    public int Runs => _runs;

    public override IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyList<string> inputNames, IReadOnlyList<OrtValue> inputs, IReadOnlyList<string> outputNames)
    {
        Interlocked.Increment(ref _runs);
        var outputs = base.Run(inputNames, inputs, outputNames);
        if (fails(inputs[0].GetTensorTypeAndShape().Shape) is { } error)
        {
            outputs.Dispose();
            throw error;
        }

        return outputs;
    }
}
