using System.CommandLine;
using System.Globalization;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Tool.Commands;

/// <summary>What an ONNX model runs on.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<CudaOptions?> _device = new("--device")
    {
        Description = "What the model runs on: cpu, or an NVIDIA GPU: cuda, cuda:1 and so on. Where there is none, the CPU takes over and it is said. Default: cpu.",
        HelpName = "cpu|cuda[:N]",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var number = 0;
            if (text is not ("cpu" or "cuda")
                && !(text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out number)))
            {
                result.AddError($"--device '{text}': expected cpu, cuda, or cuda: and the GPU's number, counted from 0.");
            }

            return text == "cpu" ? null : new CudaOptions(number);
        },
    };

    private readonly Option<bool> _noFallback = new("--no-fallback") { Description = "Where the GPU cannot be used, fail." };

    private readonly Option<int?> _memory = OptionTypes.OptionalWhole("--gpu-memory", "MiB of the GPU's memory that may be taken. Default: all.", 1);

    private readonly Option<bool> _tf32 = new("--tf32") { Description = "On a GPU, products of matrices round their factors to 10 bits (TensorFloat-32): faster, scores change by some 1e-3." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _device, _noFallback, _memory, _tf32 })
        {
            command.Options.Add(option);
        }
    }

    public CudaOptions? Cuda(ParseResult parsed)
    {
        if (parsed.GetValue(_device) is not { } cuda)
        {
            return null;
        }

        cuda.MemoryLimit = parsed.GetValue(_memory) is { } limit ? limit * 1024L * 1024 : null;
        cuda.TensorFloat32 = parsed.GetValue(_tf32);
        return cuda;
    }

    public bool FallbackToCpu(ParseResult parsed) => !parsed.GetValue(_noFallback);
}
