using System.CommandLine;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Inspection;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Commands;

/// <summary>Where a trained model goes: an ML.NET model, an ONNX model or both.</summary>
/// <param name="onnxDescription">What the ONNX model is, for the help.</param>
internal sealed class ModelOutput(string onnxDescription)
{
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the ML.NET model goes.", false, ".zip");
    private readonly Option<string?> _onnx = OptionTypes.File("--onnx", onnxDescription, false, ".onnx");
    private readonly Option<OnnxWeights> _weights = OptionTypes.Choice(
        "--onnx-weights", "How the ONNX model stores its weights: float16 and int8 make it smaller, int8 also faster on the CPU, and scores differ a little.", OnnxWeights.Float32);

    public void AddTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_onnx);
        command.Options.Add(_weights);
    }

    /// <summary>How the ONNX model is written.</summary>
    public SequenceOnnxExportOptions Export(ParseResult parsed) => new() { Weights = parsed.GetValue(_weights) };

    /// <summary>
    /// What was lost where the ONNX model stores its weights smaller: its size, and its accuracy on the validation data, to compare with the one that training ended with.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="onnx">The file, once it is written; null where there is none.</param>
    /// <param name="accuracy">Its accuracy on the validation data; null where there are none.</param>
    public (long? Bytes, double? Accuracy) Figures(ParseResult parsed, string? onnx, Func<string, double>? accuracy) =>
        onnx is null || parsed.GetValue(_weights) == OnnxWeights.Float32 ? (null, null) : (new FileInfo(onnx).Length + OnnxModelFile.Read(onnx).ExternalFiles.Sum(file => file.Bytes), accuracy?.Invoke(onnx));

    /// <summary>The files, at least one of them, each of which can be written.</summary>
    /// <exception cref="ToolException">There is none, or one cannot be written.</exception>
    public (string? Output, string? Onnx) Prepare(ParseResult parsed)
    {
        var (output, onnx) = (parsed.GetValue(_output), parsed.GetValue(_onnx));
        if (output is null && onnx is null)
        {
            throw new ToolException("neither --output nor --onnx says where the model should go.", ExitCode.Usage);
        }

        foreach (var path in new[] { output, onnx }.OfType<string>())
        {
            OutputFile.Prepare(path);
        }

        return (output, onnx);
    }
}
