using System.CommandLine;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary><c>mlseq transcribe predict</c>: a line with file name, tab and text for each WAV file of a folder.</summary>
internal sealed class TranscribePredictCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the recordings, WAV files.", required: true);
    private readonly SearchOptions _search = new();

    public TranscribePredictCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "predict", "Writes file name, tab and text for each recording of a folder.",
            [
                new(
                    "What is said, where a language model of such texts has a say.",
                    "mlseq transcribe predict --model speech.zip --audio speech --beam 16 --lm lm.zip --lm-weight 0.5"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_model);
        Options.Add(_audio);
        _search.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var transcriber = SavedTranscriber.Load(parsed.GetValue(_model)!, parsed.GetValue(_common.Threads));
        var recordings = SpeechFolder.All(parsed.GetValue(_audio)!);
        SpeechFolder.Check(recordings, transcriber.SampleRate, _console);
        var rows = transcriber.Transcribe(recordings, _search.Of(parsed, transcriber.Texts));
        if (_console.Json)
        {
            _console.WriteJson(new Dictionary<string, object?>
            {
                ["recordings"] = rows.Select(row => new { file = Path.GetFileName(row.Audio), text = row.Transcript }),
            });
            return ExitCode.Success;
        }

        foreach (var row in rows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _console.Out.WriteLine($"{Path.GetFileName(row.Audio)}\t{row.Transcript}");
        }

        return ExitCode.Success;
    }
}
