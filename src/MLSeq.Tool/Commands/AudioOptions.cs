using System.CommandLine;
using MLSeq.Audio;

namespace MLSeq.Tool.Commands;

/// <summary>How recordings become features.</summary>
internal sealed class AudioOptions
{
    private readonly LogMelOptions _defaults;
    private readonly Option<int> _rate;
    private readonly Option<int> _bands;
    private readonly Option<float> _frame;
    private readonly Option<float> _shift;
    private readonly Option<int> _stack;
    private readonly Option<AudioNormalization>? _normalization;

    /// <param name="defaults">What is not said on the command line.</param>
    /// <param name="normalizes">Whether features may be normalized over a recording; else the defaults say what is done.</param>
    public AudioOptions(LogMelOptions defaults, bool normalizes = true)
    {
        _defaults = defaults;
        _rate = OptionTypes.Whole("--sample-rate", "Samples a second that recordings are brought to.", defaults.SampleRate, 100, 1_000_000);
        _bands = OptionTypes.Whole("--bands", "Mel bands of a frame.", defaults.Bands, 1, 1024);
        _frame = OptionTypes.Real("--frame", "Length of a frame in milliseconds.", (float)(1000 * defaults.FrameLength), 1, 1000);
        _shift = OptionTypes.Real("--shift", "Time from frame to frame in milliseconds.", (float)(1000 * defaults.FrameShift), 1, 1000);
        _stack = OptionTypes.Whole("--stack", "Frames side by side in one time step of the network.", defaults.FramesPerStep, 1, 64);
        _normalization = normalizes
            ? OptionTypes.Choice("--normalize", "What is taken off the features of each recording.", defaults.Normalization, hyphens: true)
            : null;
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option?[] { _rate, _bands, _frame, _shift, _stack, _normalization }.OfType<Option>())
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
        Normalization = _normalization is null ? _defaults.Normalization : parsed.GetValue(_normalization),
    };
}
