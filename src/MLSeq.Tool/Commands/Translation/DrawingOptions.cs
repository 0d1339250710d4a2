using System.CommandLine;
using MLSeq.Decoding;

namespace MLSeq.Tool.Commands.Translation;

/// <summary>How translations are drawn where they are not searched for.</summary>
internal sealed class DrawingOptions
{
    private static readonly TargetSamplingOptions Defaults = new();

    private readonly Option<float> _temperature = OptionTypes.Real(
        "--temperature", "Draw by --seed and not search, with no beam and no penalties: below 1 safer, above 1 wilder.", Defaults.Temperature, 0, 100);

    private readonly Option<int> _topK = OptionTypes.Whole("--top-k", "Draw from so many of the likeliest tokens; 0: all.", Defaults.TopK, 0);
    private readonly Option<float> _topP = OptionTypes.Real("--top-p", "Draw from the likeliest tokens that have this probability together.", Defaults.TopP, 1e-6f, 1);

    private IEnumerable<Option> All => [_temperature, _topK, _topP];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Those that stand on the command line.</summary>
    public IEnumerable<Option> Given(ParseResult parsed) => All.Where(option => parsed.IsGiven(option));

    /// <summary>How to draw; null where none of the options is given.</summary>
    public TargetSamplingOptions? Of(ParseResult parsed) => Given(parsed).Any()
        ? new() { Temperature = parsed.GetValue(_temperature), TopK = parsed.GetValue(_topK), TopP = parsed.GetValue(_topP) }
        : null;
}
