using System.CommandLine;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq classify evaluate</c>: how good a saved model is on labelled data.</summary>
internal sealed class ClassifyEvaluateCommand : ToolCommand
{
    private const int LabelsShown = 50;

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly FileFormatOptions _format = new(labelled: true);
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "TSV or CSV with labels; .gz is read as it is, - is standard input.", true);

    public ClassifyEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "Accuracy, and precision, recall and F1 averaged over the labels (macro), as fractions.",
            [
                new(
                    "How good a model is on rows that it was not trained on.",
                    "mlseq classify evaluate --model model.zip --data test.tsv"),
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
        var path = parsed.GetValue(_data)!;
        using var files = new InputFiles(_console.In, repeatable: false);
        var scorer = new TextScorer(parsed.GetValue(_model)!, parsed.GetValue(_common.Threads));
        var rows = scorer.Score(new SeparatedFile(path, _format.Of(parsed), files, _cancellationToken));
        var report = ClassificationReport.Of(rows.Select(row => (row.Actual, row.PredictedLabel)));
        if (report.Examples == 0)
        {
            throw new ToolException($"{path}: no rows to evaluate on.");
        }

        if (_console.Json)
        {
            _console.WriteJson(ReportTables.Json(report));
            return ExitCode.Success;
        }

        if (!_console.Quiet && report.Labels.Count <= LabelsShown)
        {
            _console.Results.Write(ReportTables.Labels(report));
        }

        foreach (var line in ReportTables.Figures(report))
        {
            _console.Out.WriteLine(line);
        }

        return ExitCode.Success;
    }
}
