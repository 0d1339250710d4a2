using System.CommandLine;
using System.Globalization;
using MLSeq.Decoding.Entities;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Tagging;
using Spectre.Console;

namespace MLSeq.Tool.Commands;

/// <summary><c>mlseq tag evaluate</c>: how good a saved tagger is on tagged sentences.</summary>
internal sealed class TagEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly TagFileOptions _format = new(labelled: true);
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "Tagged sentences; .gz is read as it is, - is standard input.", true);

    public TagEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "Accuracy of the tags and, where they mark entities, precision, recall and F1 of these as conlleval counts them, as fractions.",
            [
                new(
                    "Accuracy and, of entities, precision, recall and F1.",
                    "mlseq tag evaluate --format conllu --model tagger.zip --data test.conllu.gz"),
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
        var scheme = tagger.Scheme;
        using var files = new InputFiles(_console.In, repeatable: true);
        var data = new TaggedFile(parsed.GetValue(_data)!, _format.Of(parsed), scheme, files, _cancellationToken);
        if (data.Unknown(tagger.Tags) is { } unknown)
        {
            _console.Warn($"warning: {unknown}: tags that the model does not know, and so never gives.");
        }

        var (right, violations, scores) = (0L, 0L, new EntityScores());
        foreach (var row in tagger.Tag(data))
        {
            for (var t = 0; t < row.Tags.Length; t++)
            {
                right += row.Tags[t] == row.PredictedLabel[t] ? 1 : 0;
            }

            violations += EntityTags.Repair(row.PredictedLabel, scheme);
            if (scheme != TagScheme.None)
            {
                scores.Add(row.Tags, row.PredictedLabel);
            }
        }

        var figures = new Dictionary<string, object?>
        {
            ["sentences"] = data.Sentence,
            ["tokens"] = data.Tokens,
        };
        if (scheme != TagScheme.None)
        {
            figures["entities"] = scores.Overall.Actual;
            figures["repaired in the data"] = data.Repaired;
            figures["repaired in the predictions"] = violations;
        }

        figures["accuracy"] = (double)right / data.Tokens;
        if (scheme != TagScheme.None)
        {
            (figures["precision"], figures["recall"], figures["f1"]) = (scores.Overall.Precision, scores.Overall.Recall, scores.Overall.F1);
        }

        Report(figures, scores);
        return ExitCode.Success;
    }

    private void Report(Dictionary<string, object?> figures, EntityScores scores)
    {
        if (_console.Json)
        {
            _console.WriteJson(figures);
            return;
        }

        if (!_console.Quiet && scores.ByType.Count > 0)
        {
            var table = ReportTables.New("By type", "type", "entities", "found", "precision", "recall", "F1");
            foreach (var (type, counts) in scores.ByType)
            {
                table.AddRow(
                    Markup.Escape(type), ReportTables.Count(counts.Actual), ReportTables.Count(counts.Predicted),
                    ReportTables.Percent(counts.Precision), ReportTables.Percent(counts.Recall), ReportTables.Percent(counts.F1));
            }

            _console.Results.Write(table);
        }

        foreach (var (name, value) in figures)
        {
            _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {(value is double share ? share.ToString("F4", CultureInfo.InvariantCulture) : value)}"));
        }
    }
}
