using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.Translation;
using MLSeq.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate evaluate</c>: BLEU and chrF of a model's translations, and what their errors are due to.</summary>
internal sealed class TranslateEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly SearchOptions _search = new();
    private readonly Option<string?> _model = OptionTypes.File("--model", SavedTranslator.Description, true);
    private readonly Option<string?> _pairs = OptionTypes.File("--pairs", "Text, tab, translation on each line; .gz is read as it is, - is standard input.");
    private readonly Option<string?> _source = OptionTypes.File("--source", "The texts, one a line.");
    private readonly Option<string?> _target = OptionTypes.File("--target", "Their translations, one a line.");
    private readonly Option<int[]> _analyze = new("--analyze")
    {
        Description = "Counts the errors that are the search's and those that are the model's, for beams of these widths.",
        HelpName = "N N",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public TranslateEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "BLEU and chrF of translations, as sacreBLEU computes them.",
            [
                new(
                    "BLEU and chrF, and whether the search or the model is to blame for what is wrong.",
                    "mlseq translate evaluate --model de-en.zip --source test.de --target test.en --beam 5 --analyze 1 5 10"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _model, _pairs, _source, _target, _analyze })
        {
            Options.Add(option);
        }

        _search.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var files = new InputFiles(_console.In, repeatable: false);
        var file = PairFile.Of(files, parsed, _pairs, _source, _target)!;
        var threads = parsed.GetValue(_common.Threads);
        using var model = SavedTranslator.Load(parsed.GetValue(_model)!, threads);
        model.CheckSearch(_search.Given(parsed));
        TextPair[] rows = [.. file];
        if (rows.Length == 0)
        {
            throw new ToolException($"{file.Path}: no texts to evaluate on.");
        }

        var search = _search.Of(parsed);
        var widths = parsed.GetValue(_analyze) ?? [];
        var errors = widths.Length == 0 ? [] : model.Translator is TranslationModel engine ? engine.AnalyzeErrors(rows, widths, search, threads, _cancellationToken)
            : throw new ToolException($"{_analyze.Name}: it takes the probability of the references, which an ONNX model does not give; expected a .zip.", ExitCode.Usage);
        var quality = model.Evaluate(rows, search, threads, _cancellationToken);
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["texts"] = rows.Length,
                ["errors"] = errors,
                ["accuracy"] = quality.ExactMatch,
                ["bleu"] = quality.Bleu.Score,
                ["chrf"] = quality.Chrf.Score,
            });
            return ExitCode.Success;
        }

        foreach (var e in errors)
        {
            _console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"beam {e.Width}: {e.Equal} right, {e.SearchErrors} search errors, {e.ModelErrors} model errors, mean score {e.MeanScore:F4}"));
        }

        _console.Out.WriteLine(quality.Bleu.ToString());
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy: {quality.ExactMatch:F4}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bleu: {quality.Bleu.Score:F2}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"chrf: {quality.Chrf.Score:F2}"));
        return ExitCode.Success;
    }
}
