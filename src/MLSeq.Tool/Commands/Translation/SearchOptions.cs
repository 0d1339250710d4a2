using System.CommandLine;
using MLSeq.Decoding.Beams;

namespace MLSeq.Tool.Commands.Translation;

/// <summary>How translations are searched for.</summary>
internal sealed class SearchOptions
{
    private static readonly BeamSearchOptions Defaults = new();

    private readonly Option<int> _beam = OptionTypes.Whole("--beam", "Width of the beam; 1: greedy.", Defaults.Width, 1, 1000);
    private readonly Option<float> _penalty = OptionTypes.Real("--length-penalty", "The logarithm of a probability is divided by the length to this power.", Defaults.LengthPenalty, 0, 10);
    private readonly Option<float> _coverage = OptionTypes.Real("--coverage-penalty", "Weight of the penalty for source words that were not looked at.", Defaults.CoveragePenalty, 0, 100);
    private readonly Option<int?> _longest = OptionTypes.OptionalWhole("--max-length", "Most tokens of a translation; without it, twice the text's and 10 more.", 1, 65_000);
    private readonly Option<int> _repeat = OptionTypes.Whole("--no-repeat", "Length of n-grams that a translation has only once; 0: any.", Defaults.NoRepeatNgram, 0, 100);

    private IEnumerable<Option> All => [_beam, _penalty, _coverage, _longest, _repeat];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Those that stand on the command line.</summary>
    public IEnumerable<Option> Given(ParseResult parsed) => All.Where(option => parsed.IsGiven(option));

    public BeamSearchOptions Of(ParseResult parsed) => new()
    {
        Width = parsed.GetValue(_beam),
        LengthPenalty = parsed.GetValue(_penalty),
        CoveragePenalty = parsed.GetValue(_coverage),
        MaxLength = parsed.GetValue(_longest),
        NoRepeatNgram = parsed.GetValue(_repeat),
    };
}
