using System.CommandLine;
using System.Globalization;
using MLSeq.Tool.Data;
using MLSeq.Tool.LanguageModels;

namespace MLSeq.Tool.Commands.LanguageModels;

/// <summary><c>mlseq lm evaluate</c>: how well a saved model guesses a text.</summary>
internal sealed class LanguageModelEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip");
    private readonly Option<string?> _data = OptionTypes.File("--data", "The text; .gz is read as it is, - is standard input.", true);

    public LanguageModelEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "Perplexity, nats a token and bits a character of a text.",
            [
                new("How well a model foretells a text.", "mlseq lm evaluate --model lm.zip --data test.txt"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_model);
        Options.Add(_data);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var path = parsed.GetValue(_data)!;
        using var files = new InputFiles(_console.In, repeatable: false);
        var model = SavedModel.Stage<LanguageModelTransformer>(parsed.GetValue(_model)!, "a language model").Model;
        var lines = new LineFile(path, files, skipEmpty: !model.IsContinuous).Select(line => line.Text);
        var score = model.Evaluate(lines, parsed.GetValue(_common.Threads), _cancellationToken);
        if (score.Tokens == 0)
        {
            throw new ToolException($"{path}: no text to evaluate on.");
        }

        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["tokens"] = score.Tokens,
                ["characters"] = score.Characters,
                ["perplexity"] = score.Perplexity,
                ["nats per token"] = score.NatsPerToken,
                ["bits per character"] = score.BitsPerCharacter,
            });
            return ExitCode.Success;
        }

        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tokens: {score.Tokens}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"perplexity: {score.Perplexity:F4}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nats per token: {score.NatsPerToken:F4}"));
        _console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bits per character: {score.BitsPerCharacter:F4}"));
        return ExitCode.Success;
    }
}
