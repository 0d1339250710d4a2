using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.LanguageModels;

namespace MLSeq.Tool.Commands.LanguageModels;

/// <summary><c>mlseq lm score</c>: how probable each line is.</summary>
internal sealed class LanguageModelScoreCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model, .zip or .onnx.", true, ".zip", ".onnx");
    private readonly Option<string?> _data = OptionTypes.File("--data", "One text a line; .gz is read as it is, - is standard input.", true);
    private readonly Option<bool> _tokens = new("--by-token") { Description = "Also a line for each token: the logarithm of its probability, tab, token." };

    public LanguageModelScoreCommand(ToolConsole console, CancellationToken cancellationToken)
        : base(
            "score", "Writes the natural logarithm of each line's probability, tab, its perplexity, tab, the line.",
            [
                new(
                    "Which of two sentences is likelier.",
                    "printf 'to be or not to be\\nbe to not or be to\\n' | mlseq lm score --model lm.zip --data -"),
            ])
    {
        (_console, _cancellationToken) = (console, cancellationToken);
        Options.Add(_model);
        Options.Add(_data);
        Options.Add(_tokens);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var files = new InputFiles(_console.In, repeatable: false);
        var model = SavedLanguageModel.Load(parsed.GetValue(_model)!);
        using var session = model as IDisposable;
        var scored = new LineFile(parsed.GetValue(_data)!, files, skipEmpty: true).Select(line =>
        {
            _cancellationToken.ThrowIfCancellationRequested();
            return (line.Text, Score: model.Score(line.Text), Tokens: parsed.GetValue(_tokens) ? model.ScoreTokens(line.Text) : []);
        });
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["scores"] = scored.Select(s => new
                {
                    text = s.Text,
                    logProbability = s.Score.LogProbability,
                    perplexity = s.Score.Perplexity,
                    tokens = s.Tokens.Select(t => new { token = t.Token, logProbability = t.LogProbability }),
                }),
            });
            return ExitCode.Success;
        }

        foreach (var (text, score, tokens) in scored)
        {
            _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.LogProbability:F4}\t{score.Perplexity:F4}\t{text}"));
            foreach (var token in tokens)
            {
                _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {token.LogProbability:F4}\t{token.Token}"));
            }
        }

        return ExitCode.Success;
    }
}
