using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq classify predict</c>: a line with label, tab and probability for each row, as they are scored.</summary>
internal sealed class ClassifyPredictCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly FileFormatOptions _format = new(labelled: false);
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "TSV or CSV; .gz is read as it is, - is standard input.", true);

    public ClassifyPredictCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "predict", "Writes label, tab and probability for each row.",
            [
                new("A label and its probability for each row.", "mlseq classify predict --model model.onnx --data new.tsv"),
                new(
                    "One sentence.",
                    "echo \"Sends a datagram to a remote endpoint.\" | mlseq classify predict --model models/namespaces/namespaces.onnx --data -"),
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
        using var files = new InputFiles(_console.In, repeatable: false);
        var scorer = new TextScorer(parsed.GetValue(_model)!, parsed.GetValue(_common.Threads));
        var rows = scorer.Score(new SeparatedFile(parsed.GetValue(_data)!, _format.Of(parsed), files, _cancellationToken));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["predictions"] = rows.Select(r => new { label = r.PredictedLabel, probability = r.Score.Max() }),
            });
            return ExitCode.Success;
        }

        foreach (var row in rows)
        {
            _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.PredictedLabel}\t{row.Score.Max():F6}"));
        }

        return ExitCode.Success;
    }
}
