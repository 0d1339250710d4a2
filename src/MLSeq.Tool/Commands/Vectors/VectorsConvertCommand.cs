using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary><c>mlseq vectors convert</c>: another format, or fewer words.</summary>
internal sealed class VectorsConvertCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly VectorFile _file = new();
    private readonly Option<string?> _format = OptionTypes.OptionalChoice("--format", "The new format.", true, VectorFormats.Names);
    private readonly Option<string?> _output = OptionTypes.File("--output", "Where the vectors go; a name that ends in .gz is compressed.", true);
    private readonly Option<int?> _top = OptionTypes.OptionalWhole("--top", "Keep only the first so many words.", 1);

    public VectorsConvertCommand(ToolConsole console)
        : base(
            "convert", "Writes vectors in another format.",
            [
                new("As text, for other programs.", "mlseq vectors convert vectors.bin --format word2vec-text --output vectors.txt"),
            ])
    {
        _console = console;
        _file.AddTo(this);
        Options.Add(_format);
        Options.Add(_output);
        Options.Add(_top);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var output = parsed.GetValue(_output)!;
        var vectors = _file.Load(parsed, parsed.GetValue(_top));
        OutputFile.Prepare(output);
        vectors.Save(output, VectorFormats.Of(parsed.GetValue(_format)!));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["words"] = vectors.Count, ["dimensions"] = vectors.Dimensions, ["output"] = output });
            return ExitCode.Success;
        }

        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"words: {vectors.Count}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"dimensions: {vectors.Dimensions}"));
        _console.Out.WriteLine($"output: {output}");
        return ExitCode.Success;
    }
}
