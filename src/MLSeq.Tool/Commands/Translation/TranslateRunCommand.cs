using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Tool.LanguageModels;
using MLSeq.Translation;

namespace MLSeq.Tool.Commands.Translation;

/// <summary><c>mlseq translate run</c>: lines in, their translations out.</summary>
internal sealed class TranslateRunCommand : Command
{
    private const int LinesAtOnce = 256;

    private readonly ToolConsole _console;
    private readonly SearchOptions _search = new();
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", required: true);
    private readonly Option<string?> _data = OptionTypes.File("--data", "One text a line; .gz is read as it is, - is standard input.", required: true);
    private readonly Option<bool> _unknown = new("--replace-unknown") { Description = "An unknown word becomes the word of the text that was looked at most." };

    public TranslateRunCommand(ToolConsole console)
        : base("run", "Writes the translation of each line.")
    {
        _console = console;
        Options.Add(_model);
        Options.Add(_data);
        Options.Add(_unknown);
        _search.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var files = new InputFiles(_console.In, repeatable: false);
        var model = TranslationModel.Load(parsed.GetValue(_model)!);
        var search = _search.Of(parsed);
        var translated = new LineFile(parsed.GetValue(_data)!, files, skipEmpty: false).Select(line => line.Text).Chunk(LinesAtOnce)
            .SelectMany(lines => model.Translate(lines, search, parsed.GetValue(_unknown)).Zip(lines, (best, line) => (Source: line, Best: best[0])));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["translations"] = translated.Select(t => new { source = t.Source, text = t.Best.Text, logProbability = t.Best.LogProbability, score = t.Best.Score }),
            });
            return ExitCode.Success;
        }

        foreach (var (_, best) in translated)
        {
            _console.Out.WriteLine(best.Text);
        }

        return ExitCode.Success;
    }
}
