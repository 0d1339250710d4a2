using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML;
using MLSeq.Audio;
using MLSeq.Networks.Training;
using MLSeq.Tool.Data;
using MLSeq.Tool.Display;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary><c>mlseq transcribe train</c>: recordings and what is said in them in, a model out.</summary>
internal sealed class TranscribeTrainCommand : ToolCommand
{
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
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var (output, onnx) = _model.Prepare(parsed);
        var features = _features.Of(parsed);
        var options = TranscriberOptions(parsed);
        options.FrameSize = features.StepSize;
        var folder = parsed.GetValue(_audio)!;
        using var files = new InputFiles(_console.In, repeatable: true);
        var train = SpeechFolder.Labelled(folder, parsed.GetValue(_labels)!, files);
        var valid = parsed.GetValue(_valid) is { } path ? SpeechFolder.Labelled(folder, path, files) : null;
        _console.Note($"{parsed.GetValue(_labels)}: {ReportTables.Count(train.Count)} recordings");
        SpeechFolder.Check([.. train, .. valid ?? []], features.SampleRate, _console);

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (transcriber, epochs) = TrainingDisplay.Run(_console, () => train.Count, progress =>
        {
            options.Progress = progress;
            return _training.Run(_console, parsed, options, () => SpeechTranscriber.Train(ml, train, valid, features, options));
        });
        _cancellationToken.ThrowIfCancellationRequested();
        foreach (var misfit in transcriber.Stage.Transcriber.Misfits)
        {
            _console.Warn($"warning: {train[(int)misfit.Row].Audio}: '{train[(int)misfit.Row].Text}' takes {misfit.Needed} time steps and there are {misfit.Steps}; left out.");
        }

        if (output is not null)
        {
            transcriber.SaveZip(output);
        }

        if (onnx is not null)
        {
            transcriber.SaveOnnx(onnx, _model.Export(parsed));
        }

        Report(transcriber, epochs, watch.Elapsed, output, onnx);
        return ExitCode.Success;
    }

    private SequenceTranscriberOptions TranscriberOptions(ParseResult parsed)
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
        _training.Apply(parsed, options);
        return options;
    }

    private void Report(SpeechTranscriber transcriber, IReadOnlyList<EpochResult> epochs, TimeSpan elapsed, string? output, string? onnx)
    {
        var best = BestEpoch.Of(epochs);
        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["tokens in the vocabulary"] = transcriber.Stage.Transcriber.Vocabulary.Count - 1,
            ["left out"] = transcriber.Stage.Transcriber.Misfits.Count,
            ["epochs"] = epochs.Count,
            ["best epoch"] = best.Epoch,
            ["loss"] = best.Loss,
            ["validation loss"] = best.ValidationLoss,
            ["validation accuracy"] = best.ValidationAccuracy,
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["output"] = output,
            ["onnx"] = onnx,
        });
    }
}
