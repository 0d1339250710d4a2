using System.CommandLine;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Commands.Detection;

/// <summary>What the clips are composed of that a detector is trained and tested on.</summary>
internal sealed class ClipOptions
{
    private static readonly TriggerClipOptions Defaults = new();

    private readonly Option<int> _clips;
    private readonly Option<float> _seconds = OptionTypes.Real("--seconds", "Length of a clip in seconds.", (float)Defaults.Duration, 0.1f, 3600);
    private readonly Option<int> _words = OptionTypes.Whole("--most-words", "Most trigger words in a clip.", Defaults.MostTriggers, 1, 1000);
    private readonly Option<int> _others = OptionTypes.Whole("--most-others", "Most other words in a clip.", Defaults.MostOthers, 0, 1000);
    private readonly Option<float> _gap = OptionTypes.Real("--gap", "Shortest pause between two words in seconds.", (float)Defaults.LeastGap, 0, 60);
    private readonly Option<float> _quietest = OptionTypes.Real("--quietest", "What the quietest word is multiplied by.", Defaults.QuietestWord, 0.001f, 1);
    private readonly Option<float> _noise = OptionTypes.Real("--noise", "Loudness of the loudest noise; full scale is 1.", Defaults.MostNoise, 0, 1);
    private readonly Option<float> _background = OptionTypes.Real("--loudest-background", "What the loudest of --backgrounds is multiplied by.", Defaults.LoudestBackground, 0, 1);

    /// <param name="clips">How many clips are composed unless it is said.</param>
    public ClipOptions(int clips) => _clips = OptionTypes.Whole("--clips", "How many clips to compose.", clips, 1, 10_000_000);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _clips, _seconds, _words, _others, _gap, _quietest, _noise, _background })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The number of clips.</summary>
    public int Clips(ParseResult parsed) => parsed.GetValue(_clips);

    public TriggerClipOptions Of(ParseResult parsed) => new()
    {
        Duration = parsed.GetValue(_seconds),
        MostTriggers = parsed.GetValue(_words),
        MostOthers = parsed.GetValue(_others),
        LeastGap = parsed.GetValue(_gap),
        QuietestWord = parsed.GetValue(_quietest),
        MostNoise = parsed.GetValue(_noise),
        LoudestBackground = parsed.GetValue(_background),
    };
}
