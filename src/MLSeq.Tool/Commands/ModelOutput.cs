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

    /// <summary>One of the files that <see cref="Save"/> wrote, to see what it does.</summary>
    public string FileOf(ParseResult parsed) => (parsed.GetValue(_output) ?? parsed.GetValue(_onnx))!;

    /// <summary>Whether an ONNX model is asked for.</summary>
    public bool HasOnnx(ParseResult parsed) => parsed.GetValue(_onnx) is not null;

    /// <summary>How the ONNX model is written.</summary>
    public SequenceOnnxExportOptions Export(ParseResult parsed) => new() { Weights = parsed.GetValue(_weights) };

    /// <summary>Saves the model.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="saveZip">Writes the ML.NET model.</param>
    /// <param name="saveOnnx">Writes the ONNX model.</param>
    public void Save(ParseResult parsed, Action<string> saveZip, Action<string, SequenceOnnxExportOptions> saveOnnx)
    {
        if (parsed.GetValue(_output) is { } output)
        {
            saveZip(output);
        }

        if (parsed.GetValue(_onnx) is { } onnx)
        {
            saveOnnx(onnx, Export(parsed));
        }
    }

    /// <summary>
    /// The files and, where the ONNX model stores its weights smaller, what was lost: its size, and its accuracy on the validation data, to compare with the
    /// one that training ended with.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="accuracy">The accuracy of a file on the validation data; null where there are none.</param>
    public IEnumerable<(string Name, object? Value)> Figures(ParseResult parsed, Func<string, double>? accuracy = null)
    {
        var (output, onnx) = (parsed.GetValue(_output), parsed.GetValue(_onnx));
        var isSmall = onnx is not null && parsed.GetValue(_weights) != OnnxWeights.Float32;
        return
        [
            ("output", output),
            ("onnx", onnx),
            ("onnx bytes", isSmall ? new FileInfo(onnx!).Length + OnnxModelFile.Read(onnx!).ExternalFiles.Sum(file => file.Bytes) : null),
            ("onnx validation accuracy", isSmall ? accuracy?.Invoke(onnx!) : null),
        ];
    }

    /// <summary>Makes sure that there is a file to save to, and that each can be written.</summary>
    /// <exception cref="ToolException">There is none, or one cannot be written.</exception>
    public void Prepare(ParseResult parsed)
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
    }
}
