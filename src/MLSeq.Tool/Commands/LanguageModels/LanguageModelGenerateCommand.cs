using System.CommandLine;
using MLSeq.Decoding;
using MLSeq.LanguageModels;
using MLSeq.Tool.LanguageModels;

namespace MLSeq.Tool.Commands.LanguageModels;

/// <summary><c>mlseq lm generate</c>: texts drawn from a model, written as they come.</summary>
internal sealed class LanguageModelGenerateCommand : ToolCommand
{
    private static readonly GenerationOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model, .zip or .onnx.", true, ".zip", ".onnx");
    private readonly Option<string> _prompt = new("--prompt") { Description = "The text to go on with.", DefaultValueFactory = _ => "", HelpName = "TEXT" };
    private readonly Option<float> _temperature = OptionTypes.Real("--temperature", "Below 1 safer, above 1 wilder; 0 always takes the likeliest token.", Defaults.Temperature, 0, 100);
    private readonly Option<int> _topK = OptionTypes.Whole("--top-k", "Draw from so many of the likeliest tokens; 0: all.", Defaults.TopK, 0);
    private readonly Option<float> _topP = OptionTypes.Real("--top-p", "Draw from the likeliest tokens that have this probability together.", Defaults.TopP, 1e-6f, 1);
    private readonly Option<int> _length = OptionTypes.Whole("--length", "Most tokens to generate.", Defaults.MaxTokens, 0);
    private readonly Option<string?> _stop = new("--stop") { Description = "End before this token; \\n is the end of a line.", HelpName = "TOKEN" };
    private readonly Option<int> _count = OptionTypes.Whole("--count", "How many texts; each further one has the next seed.", 1, 1, 1_000_000);

    public LanguageModelGenerateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "generate", "Goes on with a text.",
            [
                new(
                    "Goes on with a text, a little more careful than the model is.",
                    "mlseq lm generate --model lm.zip --prompt \"ROMEO:\" --temperature 0.8 --length 300"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _model, _prompt, _temperature, _topK, _topP, _length, _stop, _count })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var model = SavedLanguageModel.Load(parsed.GetValue(_model)!);
        using var session = model as IDisposable;
        var prompt = parsed.GetValue(_prompt)!;
        var texts = new List<string>();
        for (var n = 0; n < parsed.GetValue(_count); n++)
        {
            var pieces = Pieces(model, parsed, parsed.GetValue(_common.Seed) + n).Prepend(prompt);
            if (_console.Json)
            {
                texts.Add(string.Concat(pieces));
                continue;
            }

            foreach (var piece in pieces)
            {
                _console.Out.Write(piece);
                _console.Out.Flush();
            }

            _console.Out.WriteLine();
        }

        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["texts"] = texts });
        }

        return ExitCode.Success;
    }

    private IEnumerable<string> Pieces(TextGenerator model, ParseResult parsed, int seed)
    {
        var options = new GenerationOptions
        {
            Temperature = parsed.GetValue(_temperature),
            TopK = parsed.GetValue(_topK),
            TopP = parsed.GetValue(_topP),
            Seed = seed,
            MaxTokens = parsed.GetValue(_length),
            StopToken = parsed.GetValue(_stop)?.Replace("\\n", "\n", StringComparison.Ordinal),
        };
        foreach (var piece in model.GenerateStream(parsed.GetValue(_prompt)!, options))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            yield return piece;
        }
    }
}
