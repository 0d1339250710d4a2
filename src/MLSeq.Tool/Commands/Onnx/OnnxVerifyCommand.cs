using System.CommandLine;
using System.Globalization;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;
using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using Spectre.Console;

namespace MLSeq.Tool.Commands.Onnx;

/// <summary><c>mlseq onnx verify</c>: whether an ONNX file gives what the model gives that it was made of.</summary>
internal sealed class OnnxVerifyCommand : ToolCommand
{
    private const int RowsAtOnce = 4096;

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly FileFormatOptions _format = new(labelled: false);
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip");
    private readonly Option<string?> _onnx = OptionTypes.File("--onnx", "The file that it was exported to.", true, ".onnx");
    private readonly Option<string?> _data = OptionTypes.File(
        "--data", "Texts to score both ways: TSV or CSV; .gz is read as it is, - is standard input. A tagger gets what is between white space as tokens.", true);

    private readonly Option<float> _tolerance = OptionTypes.Real(
        "--tolerance", "How far numbers may be apart, and in which share of the rows texts and labels may differ.", (float)Agreement.Tolerance, 0, float.MaxValue);

    public OnnxVerifyCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "verify", "Scores texts by a model and by the ONNX file made of it, and fails where they are further apart than they may be.",
            [
                new(
                    "Whether an ONNX file gives what its model gives.",
                    "mlseq onnx verify --model model.zip --onnx model.onnx --data test.tsv"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _model, _onnx, _data, _tolerance })
        {
            Options.Add(option);
        }

        _format.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var (path, onnx) = (parsed.GetValue(_data)!, parsed.GetValue(_onnx)!);
        var (ml, model) = SavedModel.Load(parsed.GetValue(_model)!);
        if (!File.Exists(onnx))
        {
            throw new ToolException($"{onnx}: no such model file.");
        }

        using var scorer = new OnnxSequenceScorer(onnx, new() { Threads = parsed.GetValue(_common.Threads) });
        using var files = new InputFiles(_console.In, repeatable: false);
        var rows = new SeparatedFile(path, _format.Of(parsed), files, _cancellationToken)
            .Select(row => new VerifiedRow { Text = row.Text, Tokens = row.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) });
        OnnxExportReport? report = null;
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            var next = OnnxVerification.Compare(scorer, model, ml.Data.LoadFromEnumerable(chunk));
            report = report is null ? next : Join(report, next);
        }

        return report is null ? throw new ToolException($"{path}: no rows to score.") : Report(report, parsed.GetValue(_tolerance), onnx);
    }

    private int Report(OnnxExportReport report, float tolerance, string onnx)
    {
        var differs = report.LargestDifference > tolerance || report.DifferingShare > tolerance;
        if (!_console.Json && !_console.Quiet)
        {
            var table = ReportTables.New("Outputs", "output", "largest difference", "rows that differ", "row");
            foreach (var output in report.Outputs)
            {
                table.AddRow(
                    Markup.Escape(output.Name), output.LargestDifference.ToString("G3", CultureInfo.InvariantCulture), ReportTables.Percent(output.DifferingShare),
                    output.Row?.ToString(CultureInfo.InvariantCulture) ?? "");
            }

            _console.Results.Write(table);
        }

        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["rows"] = report.Rows,
            ["largest difference"] = report.LargestDifference.ToString("G3", CultureInfo.InvariantCulture),
            ["differing share"] = report.DifferingShare,
        });
        if (differs)
        {
            _console.Warn(string.Create(CultureInfo.InvariantCulture, $"error: {onnx}: does not give what the model gives, within {tolerance:G3}."));
        }

        return differs ? ExitCode.Failure : ExitCode.Success;
    }

    private static OnnxExportReport Join(OnnxExportReport all, OnnxExportReport next) => new(
        all.Rows + next.Rows,
        [.. all.Outputs.Zip(next.Outputs, (a, b) => new OnnxOutputDifference(
            a.Name,
            Math.Max(a.LargestDifference, b.LargestDifference),
            ((a.DifferingShare * all.Rows) + (b.DifferingShare * next.Rows)) / (all.Rows + next.Rows),
            a.Row is null || b.LargestDifference > a.LargestDifference ? b.Row + all.Rows : a.Row))]);
}
