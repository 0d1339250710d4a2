using System.CommandLine;
using System.Globalization;
using MLSeq.Audio;
using MLSeq.Tool.Detection;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Detection;

/// <summary><c>mlseq detect predict</c>: a line with file name, tab and times for each WAV file of a folder.</summary>
internal sealed class DetectPredictCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the recordings, WAV files.", required: true);
    private readonly DetectionOptions _detection = new();

    public DetectPredictCommand(ToolConsole console, CancellationToken cancellationToken)
        : base(
            "predict", "Writes file name, tab and the seconds at which the word is heard for each recording of a folder.",
            [
                new("When the word is said in each recording of a folder.", "mlseq detect predict --model seven.zip --audio words"),
            ])
    {
        (_console, _cancellationToken) = (console, cancellationToken);
        Options.Add(_model);
        Options.Add(_audio);
        _detection.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var detector = SavedDetector.LoadDetector(parsed.GetValue(_model)!);
        detector = detector.With(_detection.Of(parsed, detector.Detection));
        using var model = detector as IDisposable;
        var rows = SpeechFolder.All(parsed.GetValue(_audio)!);
        SpeechFolder.Check(rows, detector.SampleRate, _console);
        var heard = rows.Select(row => (File: Path.GetFileName(row.Audio), Times: detector.Detect(WaveFile.Read(row.Audio))));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?> { ["recordings"] = heard.Select(row => new { file = row.File, times = row.Times }) });
            return ExitCode.Success;
        }

        foreach (var (file, times) in heard)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _console.Out.WriteLine($"{file}\t{string.Join(' ', times.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))}");
        }

        return ExitCode.Success;
    }
}
