using System.CommandLine;
using System.Globalization;
using MLSeq.Decoding.Scores;
using MLSeq.Tool.Data;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary><c>mlseq transcribe evaluate</c>: how well a saved transcriber writes down what is said.</summary>
internal sealed class TranscribeEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the recordings, WAV files.", required: true);
    private readonly Option<string?> _labels = OptionTypes.File("--labels", "A line for each recording: the file's name in the folder, a tab, what is said.", required: true);
    private readonly SearchOptions _search = new();

    public TranscribeEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "The share of recordings without an error, and the error rates of words, of characters and of the model's tokens, as fractions.",
            [
                new(
                    "Error rates of words and characters.",
                    "mlseq transcribe evaluate --model speech.zip --audio speech --labels test.tsv"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_model);
        Options.Add(_audio);
        Options.Add(_labels);
        _search.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        using var transcriber = SavedTranscriber.Load(parsed.GetValue(_model)!, parsed.GetValue(_common.Threads));
        using var files = new InputFiles(_console.In, repeatable: false);
        var rows = SpeechFolder.Labelled(parsed.GetValue(_audio)!, parsed.GetValue(_labels)!, files);
        SpeechFolder.Check(rows, transcriber.SampleRate, _console);
        var (words, characters, tokens) = (new ErrorRate(ErrorUnit.Word), new ErrorRate(ErrorUnit.Character), new ErrorRate(ErrorUnit.Word));
        var tokenizer = transcriber.Texts.Tokenizer;
        foreach (var row in transcriber.Transcribe(rows, _search.Of(parsed, transcriber.Texts)))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            words.Add(row.Text, row.Transcript);
            characters.Add(row.Text, row.Transcript);
            tokens.Add(tokenizer.Tokenize(row.Text), tokenizer.Tokenize(row.Transcript));
        }

        var figures = new Dictionary<string, object?>
        {
            ["recordings"] = rows.Count,
            ["accuracy"] = (double)tokens.RightTexts / tokens.Texts,
            ["word error rate"] = words.Rate,
            ["character error rate"] = characters.Rate,
            ["error rate"] = tokens.Rate,
        };
        if (_console.Json)
        {
            _console.WriteJson(figures);
            return ExitCode.Success;
        }

        foreach (var (name, value) in figures)
        {
            _console.Out.WriteLine($"{name}: {(value is double share ? share.ToString("F4", CultureInfo.InvariantCulture) : value)}");
        }

        return ExitCode.Success;
    }
}
