using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLSeq.Runtimes.Tests.Hosts;

/// <summary>ONNX Runtime in this process, on the CPU: what the other runtimes are compared with.</summary>
internal static class CpuHost
{
    public static Dictionary<string, RuntimeTensor> Run(byte[] model, IReadOnlyDictionary<string, RuntimeTensor> inputs)
    {
        using var session = new InferenceSession(model);
        var values = inputs.ToDictionary(input => input.Key, input => ToOrtValue(input.Value));
        using var outputs = session.Run(new RunOptions(), values, session.OutputNames);
        foreach (var value in values.Values)
        {
            value.Dispose();
        }

        return session.OutputNames.Zip(outputs).ToDictionary(pair => pair.First, pair => FromOrtValue(pair.Second));
    }

    private static OrtValue ToOrtValue(RuntimeTensor tensor)
    {
        long[] dims = [.. tensor.Dims];
        switch (tensor.Values)
        {
            case float[] values:
                return OrtValue.CreateTensorValueFromMemory(values, dims);
            case long[] values:
                return OrtValue.CreateTensorValueFromMemory(values, dims);
            case int[] values:
                return OrtValue.CreateTensorValueFromMemory(values, dims);
            case bool[] values:
                return OrtValue.CreateTensorValueFromMemory(values, dims);
            default:
                var texts = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, dims);
                for (var i = 0; i < tensor.Values.Length; i++)
                {
                    texts.StringTensorSetElementAt(((string)tensor.Values.GetValue(i)!).AsSpan(), i);
                }

                return texts;
        }
    }

    private static RuntimeTensor FromOrtValue(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        Array values = info.ElementDataType switch
        {
            TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            TensorElementType.Int32 => value.GetTensorDataAsSpan<int>().ToArray(),
            TensorElementType.UInt32 => value.GetTensorDataAsSpan<uint>().ToArray(),
            TensorElementType.Bool => value.GetTensorDataAsSpan<bool>().ToArray(),
            TensorElementType.String => value.GetStringTensorAsArray(),
            var type => throw new NotSupportedException($"A model gave a tensor of {type}."),
        };
        return new(values, [.. info.Shape.Select(dim => (int)dim)]);
    }
}
