using System.CommandLine;
using System.Globalization;
using MLSeq.Audio;
using MLSeq.Tool.Detection;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Commands.Detection;

/// <summary><c>mlseq detect listen</c>: sound in, bit by bit, and a line for each time that the word is heard, at once.</summary>
internal sealed class DetectListenCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip");
    private readonly Option<string?> _input = OptionTypes.File("--input", "The sound: a WAV file, or - for standard input.");
    private readonly Option<bool> _raw = new("--raw") { Description = "The sound has no header: one channel of signed integers of 16 bits, low byte first, at the model's sample rate." };
    private readonly DetectionOptions _detection = new();

    public DetectListenCommand(ToolConsole console, CancellationToken cancellationToken)
        : base(
            "listen", "Listens to sound as it comes, and writes the seconds since its start whenever the word is heard.",
            [
                new("Listens to a microphone.", "arecord -q -f S16_LE -r 16000 -c 1 | mlseq detect listen --model seven.zip"),
            ])
    {
        (_console, _cancellationToken) = (console, cancellationToken);
        Options.Add(_model);
        Options.Add(_input);
        Options.Add(_raw);
        _detection.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var detector = SavedDetector.Load(parsed.GetValue(_model)!).Stage.Detector;
        detector = detector.With(_detection.Of(parsed, detector.Detection));
        var rate = detector.Features.SampleRate;
        var input = parsed.GetValue(_input) ?? "-";
        using var stream = Open(input);
        var sound = Reader(stream, input, parsed.GetValue(_raw) ? rate : null);
        if (sound.SampleRate != rate)
        {
            throw new ToolException($"{input}: the sound has {sound.SampleRate} samples a second; expected {rate}, as the model was trained on.");
        }

        var heard = Listen(detector.CreateStream(), sound);
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["times"] = heard });
            return ExitCode.Success;
        }

        foreach (var time in heard)
        {
            _console.Out.WriteLine(time.ToString("F2", CultureInfo.InvariantCulture));
            _console.Out.Flush();
        }

        return ExitCode.Success;
    }

    private IEnumerable<double> Listen(TriggerStream listener, WaveReader sound)
    {
        var samples = new float[Math.Max(1, sound.SampleRate / 20)];
        for (int read; (read = sound.Read(samples)) > 0;)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            foreach (var time in listener.Add(samples.AsSpan(0, read)))
            {
                yield return time;
            }
        }

        foreach (var time in listener.Finish())
        {
            yield return time;
        }
    }

    private Stream Open(string input) => input switch
    {
        "-" => _console.InBytes,
        _ => File.Exists(input) ? File.OpenRead(input) : throw new ToolException($"{input}: no such file."),
    };

    private static WaveReader Reader(Stream stream, string input, int? rawRate)
    {
        try
        {
            return rawRate is { } rate ? new(stream, rate) : new(stream);
        }
        catch (InvalidDataException e)
        {
            throw new ToolException($"{input}: {e.Message}", inner: e);
        }
    }
}
