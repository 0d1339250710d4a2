using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.LanguageModels;
using MLSeq.Tool.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate run</c>: lines in, their translations out.</summary>
internal sealed class TranslateRunCommand : ToolCommand
{
    private const int LinesAtOnce = 256;

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly SearchOptions _search = new();
    private readonly DrawingOptions _drawing = new();
    private readonly Option<string?> _model = OptionTypes.File("--model", SavedTranslator.Description, true);

    private readonly Option<string?> _data = OptionTypes.File("--data", "One text a line; .gz is read as it is, - is standard input.", required: true);
    private readonly Option<int?> _best = OptionTypes.OptionalWhole(
        "--n-best", "Write so many translations of each line, at most --beam, the best one first, or draw so many: number of the line, tab, score, tab, translation.", 1, 1000);

    private readonly Option<bool> _unknown = new("--replace-unknown") { Description = "An unknown word becomes the word of the text that was looked at most." };
    private readonly Option<string?> _attention = OptionTypes.File(
        "--attention", "A TSV of what was looked at: number of the line, of the translation's token, that token, number of the text's token, that token, weight.");

    public TranslateRunCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "run", "Writes the translation of each line.",
            [
                new(
                    "The three best translations of each line, and what was looked at.",
                    "mlseq translate run --model de-en.zip --data new.de --beam 5 --n-best 3 --attention attention.tsv"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _model, _data, _best, _unknown, _attention })
        {
            Options.Add(option);
        }

        _search.AddTo(this);
        _drawing.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var files = new InputFiles(_console.In, repeatable: false);
        var (search, best, attention) = (_search.Of(parsed), parsed.GetValue(_best), parsed.GetValue(_attention));
        var drawing = _drawing.Of(parsed);
        if (best > search.Width && drawing is null)
        {
            throw new ToolException($"--n-best {best}: expected at most --beam, {search.Width}.", ExitCode.Usage);
        }

        (search.Best, search.KeepAttention) = (best ?? 1, attention is not null);
        var threads = parsed.GetValue(_common.Threads);
        using var model = SavedTranslator.Load(parsed.GetValue(_model)!, threads);
        var unknown = parsed.GetValue(_unknown);
        var given = new Option[] { _best, _unknown, _attention }.Where(parsed.IsGiven).Concat(_search.Given(parsed)).Concat(_drawing.Given(parsed));
        model.CheckSearch(given);
        if (model.Translator is { HasAttention: false } && (unknown || attention is not null))
        {
            throw new ToolException($"{(unknown ? _unknown.Name : _attention.Name)}: the model looks at nothing; expected one that was trained with --attention dot, general or additive.");
        }

        if (drawing is not null)
        {
            (drawing.Seed, drawing.Count) = (parsed.GetValue(_common.Seed), search.Best);
            (drawing.MaxLength, drawing.KeepAttention) = (search.MaxLength, search.KeepAttention);
        }

        using var looks = attention is null ? null : new AttentionFile(attention);
        var translated = new LineFile(parsed.GetValue(_data)!, files, skipEmpty: false).Select(line => line.Text).Chunk(LinesAtOnce)
            .SelectMany(lines => (drawing is null
                ? model.Translate(lines, search, unknown, threads, _cancellationToken)
                : model.Translator!.Sample(lines, drawing, unknown, threads, _cancellationToken)).Zip(lines))
            .SelectMany((row, index) =>
            {
                looks?.Write(index + 1, row.First[0]);
                return row.First.Select(text => (Number: index + 1, Source: row.Second, Translation: text));
            });
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["translations"] = translated.Select(t => new
                {
                    line = t.Number,
                    source = t.Source,
                    text = t.Translation.Text,
                    logProbability = t.Translation.LogProbability,
                    score = t.Translation.Score,
                }),
            });
            return ExitCode.Success;
        }

        foreach (var (number, _, text) in translated)
        {
            _console.Out.WriteLine(best is null ? text.Text : string.Create(CultureInfo.InvariantCulture, $"{number}\t{text.Score:F4}\t{text.Text}"));
        }

        return ExitCode.Success;
    }
}
