using System.CommandLine;
using MLSeq.Embeddings;
using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Commands.Vectors;

/// <summary>The vectors that a command reads.</summary>
internal sealed class VectorFile
{
    private readonly Argument<string> _path = new("vectors") { Description = "The vectors; their format is found out from the content. .gz is read as it is." };
    private readonly Option<string?> _format = OptionTypes.OptionalChoice("--input-format", "Their format, where it cannot be found out.", false, VectorFormats.Names);
    private readonly Option<int?> _maxWords = OptionTypes.OptionalWhole("--max-words", "Read only the first so many words.", 1);
    private readonly Option<bool> _lenient = new("--lenient") { Description = "Take files with bytes that are not UTF-8 and with words that are there twice." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_path);
        foreach (var option in new Option[] { _format, _maxWords, _lenient })
        {
            command.Options.Add(option);
        }
    }

    public string Path(ParseResult parsed) => parsed.GetValue(_path)!;

    /// <exception cref="ToolException">There is no such file.</exception>
    public WordVectors Load(ParseResult parsed, int? maxWords = null)
    {
        var path = Path(parsed);
        if (!File.Exists(path))
        {
            throw new ToolException($"{path}: no such file.");
        }

        var format = parsed.GetValue(_format) is { } name ? VectorFormats.Of(name) : (WordVectorFormat?)null;
        return WordVectors.Load(path, format, maxWords ?? parsed.GetValue(_maxWords), parsed.GetValue(_lenient));
    }
}
