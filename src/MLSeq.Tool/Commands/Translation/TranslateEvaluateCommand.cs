using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.Translation;
using MLSeq.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate evaluate</c>: BLEU and chrF of a model's translations, and what their errors are due to.</summary>
internal sealed class TranslateEvaluateCommand : Command
{
    private readonly ToolConsole _console;
    private readonly SearchOptions _search = new();
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", required: true);
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

    public TranslateEvaluateCommand(ToolConsole console)
        : base("evaluate", "BLEU and chrF of translations, as sacreBLEU computes them.")
    {
        _console = console;
        foreach (var option in new Option[] { _model, _pairs, _source, _target, _analyze })
        {
            Options.Add(option);
        }

        _search.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var (pairs, source, target) = (parsed.GetValue(_pairs), parsed.GetValue(_source), parsed.GetValue(_target));
        if ((pairs is null) == (source is null) || (source is null) != (target is null))
        {
            throw new ToolException("expected either --pairs, or both --source and --target.", ExitCode.Usage);
        }

        using var files = new InputFiles(_console.In, repeatable: false);
        var model = TranslationModel.Load(parsed.GetValue(_model)!);
        TextPair[] rows = [.. new PairFile(files, pairs, source, target).Read()];
        if (rows.Length == 0)
        {
            throw new ToolException($"{pairs ?? source}: no texts to evaluate on.");
        }

        var search = _search.Of(parsed);
        var widths = parsed.GetValue(_analyze) ?? [];
        var errors = widths.Length == 0 ? [] : model.AnalyzeErrors(rows, widths, search);
        var quality = model.Evaluate(rows, search);
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
