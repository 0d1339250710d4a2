using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Tool.Tagging;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq tag predict</c>: a line with token, tab and tag for each token, and an empty line behind each sentence, as they are tagged.</summary>
internal sealed class TagPredictCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly TagFileOptions _format = new(labelled: false);
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "A token a line, empty lines between sentences; .gz is read as it is, - is standard input.", true);

    public TagPredictCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "predict", "Writes token, tab and tag for each token.",
            [
                new(
                    "The tags of sentences that have none yet.",
                    "mlseq tag predict --format conllu --model tagger.zip --data new.conllu"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_model);
        Options.Add(_data);
        _format.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var tagger = SavedTagger.Load(parsed.GetValue(_model)!, parsed.GetValue(_common.Threads));
        using var files = new InputFiles(_console.In, repeatable: false);
        var path = parsed.GetValue(_data)!;
        using var reader = files.Open(path);
        var sentences = _format.Of(parsed).Read(reader, path).Select(sentence =>
        {
            _cancellationToken.ThrowIfCancellationRequested();
            return new TaggedRow { Tokens = [.. sentence.Tokens] };
        });
        var rows = tagger.Tag(sentences);
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["sentences"] = rows.Select(row => new { tokens = row.Tokens, tags = row.PredictedLabel }),
            });
            return ExitCode.Success;
        }

        foreach (var row in rows)
        {
            for (var t = 0; t < row.Tokens.Length; t++)
            {
                _console.Out.WriteLine($"{row.Tokens[t]}\t{row.PredictedLabel[t]}");
            }

            _console.Out.WriteLine();
        }

        return ExitCode.Success;
    }
}
