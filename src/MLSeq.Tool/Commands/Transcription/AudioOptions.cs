using System.CommandLine;
using MLSeq.Audio;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary>How recordings become features.</summary>
internal sealed class AudioOptions
{
    private static readonly LogMelOptions Defaults = new();

    private readonly Option<int> _rate = OptionTypes.Whole("--sample-rate", "Samples a second that recordings are brought to.", Defaults.SampleRate, 100, 1_000_000);
    private readonly Option<int> _bands = OptionTypes.Whole("--bands", "Mel bands of a frame.", Defaults.Bands, 1, 1024);
    private readonly Option<float> _frame = OptionTypes.Real("--frame", "Length of a frame in milliseconds.", (float)(1000 * Defaults.FrameLength), 1, 1000);
    private readonly Option<float> _shift = OptionTypes.Real("--shift", "Time from frame to frame in milliseconds.", (float)(1000 * Defaults.FrameShift), 1, 1000);
    private readonly Option<int> _stack = OptionTypes.Whole("--stack", "Frames side by side in one time step of the network.", Defaults.FramesPerStep, 1, 64);
    private readonly Option<AudioNormalization> _normalization = OptionTypes.Choice(
        "--normalize", "What is taken off the features of each recording.", Defaults.Normalization, hyphens: true);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _rate, _bands, _frame, _shift, _stack, _normalization })
        {
            command.Options.Add(option);
        }
    }

    public LogMelOptions Of(ParseResult parsed) => new()
    {
        SampleRate = parsed.GetValue(_rate),
        Bands = parsed.GetValue(_bands),
        FrameLength = parsed.GetValue(_frame) / 1000,
        FrameShift = parsed.GetValue(_shift) / 1000,
        FramesPerStep = parsed.GetValue(_stack),
        Normalization = parsed.GetValue(_normalization),
    };
}
