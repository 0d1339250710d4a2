using System.CommandLine;
using Microsoft.ML;
using MLSeq.Audio;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary><c>mlseq transcribe train</c>: recordings and what is said in them in, a model out.</summary>
internal sealed class TranscribeTrainCommand : ToolCommand
{
    private const int Shown = 20;

    private static readonly SequenceTranscriberOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the recordings, WAV files.", required: true);
    private readonly Option<string?> _labels = OptionTypes.File("--labels", "A line for each recording: the file's name in the folder, a tab, what is said.", required: true);
    private readonly Option<string?> _valid = OptionTypes.File("--valid-labels", "The same of recordings that decide the best epoch. Without it, --valid-fraction of the training recordings does.");
    private readonly TokenOptions _tokens = new("--tokens", "char");

    // Steps of 30 milliseconds: sounds last longer, and a third as many steps take a third of the time.
    private readonly AudioOptions _features = new(new LogMelOptions { FramesPerStep = 3 });
    private readonly Option<bool> _bidirectional = new("--bidirectional")
    {
        Description = "Read each recording in both directions; 'false' for one.",
        DefaultValueFactory = _ => Defaults.Bidirectional,
    };

    private readonly NetworkOptions _network = new(Defaults, overFrames: true);
    private readonly TrainingOptions _training = new(Defaults, "recordings");
    private readonly ModelOutput _model = new("Where the ONNX model goes: samples in, logarithms of the tokens' probabilities out.");

    public TranscribeTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains a transcriber of recordings, which need not say when what is said.",
            [
                new(
                    "From recordings and what is said in them.",
                    "mlseq transcribe train --audio speech --labels train.tsv --valid-labels valid.tsv --output speech.zip --onnx speech.onnx"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_audio);
        Options.Add(_labels);
        Options.Add(_valid);
        _tokens.AddTo(this);
        _features.AddTo(this);
        Options.Add(_bidirectional);
        _network.AddTo(this);
        _training.AddTo(this);
        _model.AddTo(this);
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        _model.Prepare(parsed);
        var features = _features.Of(parsed);
        var options = TranscriberOptions(parsed, run);
        options.FrameSize = features.StepSize;
        using var files = new InputFiles(_console.In, repeatable: true);
        List<SpeechRow> Read(string use, string labels)
        {
            var rows = SpeechFolder.Labelled(parsed.GetValue(_audio)!, labels, files);
            run.AddData(use, labels, $"{ReportTables.Count(rows.Count)} recordings");
            return rows;
        }

        var train = Read("training", parsed.GetValue(_labels)!);
        var valid = parsed.GetValue(_valid) is { } path ? Read("validation", path) : null;
        SpeechFolder.Check([.. train, .. valid ?? []], features.SampleRate, _console);

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (transcriber, epochs) = _training.Run(
            _console, parsed, options, run, () => train.Count,
            () => SpeechTranscriber.Train(ml, train, valid, features, options),
            trained => _model.Save(parsed, trained.SaveZip, trained.SaveOnnx));
        foreach (var misfit in transcriber.Stage.Transcriber.Misfits)
        {
            _console.Warn($"warning: {train[(int)misfit.Row].Audio}: '{train[(int)misfit.Row].Text}' takes {misfit.Needed} time steps and there are {misfit.Steps}; left out.");
        }

        if (run.IsRecording && valid is not null)
        {
            var heard = transcriber.Transcribe(valid.Take(Shown), search: null);
            run.AddTable("The first validation recordings", ["recording", "said", "heard"], heard.Select(row => (string[])[Path.GetFileName(row.Audio), row.Text, row.Transcript]));
        }

        run.AddFigures(
        [
            ("tokens in the vocabulary", transcriber.Stage.Transcriber.Vocabulary.Count - 1),
            ("left out", transcriber.Stage.Transcriber.Misfits.Count),
            .. TrainingFigures.Of(epochs, run.Elapsed),
            .. _model.Figures(parsed),
        ]);
    }

    private SequenceTranscriberOptions TranscriberOptions(ParseResult parsed, RunRecorder run)
    {
        var options = new SequenceTranscriberOptions
        {
            Bidirectional = parsed.GetValue(_bidirectional),
            Tokenizer = _tokens.Tokenizer(parsed),
            Vocabulary = _tokens.Vocabulary(parsed),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options, run);
        return options;
    }
}
