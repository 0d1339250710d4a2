using System.CommandLine;
using System.Diagnostics;
using Microsoft.ML;
using MLSeq.Networks.Training;
using MLSeq.Tool.Data;
using MLSeq.Tool.Detection;
using MLSeq.Tool.Display;

namespace MLSeq.Tool.Commands.Detection;

/// <summary><c>mlseq detect train</c>: recordings of words in, a detector of one of them out.</summary>
internal sealed class DetectTrainCommand : ToolCommand
{
    private static readonly TriggerWordDetectorOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly RecordingOptions _recordings = new(clips: 1500);
    private readonly Option<string?> _valid = OptionTypes.File(
        "--valid-labels", "A file like --labels, or --times, of recordings that decide the best epoch. Without it, --valid-fraction of the training clips does.");

    private readonly AudioOptions _features = new(Defaults.Features, normalizes: false);
    private readonly Option<float> _labelLength = OptionTypes.Real(
        "--label-length", "For how long after a word's end the network is taught to answer yes, in seconds.", (float)Defaults.LabelLength, 0.001f, 60);

    private readonly DetectionOptions _detection = new();
    private readonly NetworkOptions _network = new(Defaults, overFrames: true);
    private readonly TrainingOptions _training = new(Defaults, "clips");
    private readonly ModelOutput _model = new("Where the ONNX model goes: samples in, the probability of the word's end at each time step out.");

    public DetectTrainCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "train", "Trains a detector of one word, on clips composed of recordings of it and of other words, or on recordings with the times of the word.",
            [
                new(
                    "A detector of one word, from recordings of it and of others.",
                    "mlseq detect train --audio words --labels train.tsv --word seven --output seven.zip --onnx seven.onnx"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        _recordings.AddTo(this);
        Options.Add(_valid);
        _features.AddTo(this);
        Options.Add(_labelLength);
        _detection.AddTo(this);
        _network.AddTo(this);
        _training.AddTo(this);
        _model.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var watch = Stopwatch.StartNew();
        var (output, onnx) = _model.Prepare(parsed);
        var options = DetectorOptions(parsed);
        var (rate, seed) = (options.Features.SampleRate, (long)parsed.GetValue(_common.Seed) << 32);
        using var files = new InputFiles(_console.In, repeatable: true);
        var train = _recordings.Clips(parsed, files, _console, rate, seed);
        var valid = parsed.GetValue(_valid) is { } path ? _recordings.Clips(parsed, files, _console, rate, seed + int.MaxValue, path) : null;

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (detector, epochs) = TrainingDisplay.Run(_console, () => train.Count, progress =>
        {
            options.Progress = progress;
            return _training.Run(_console, parsed, options, () => SavedDetector.Train(ml, train.All, valid?.All, options));
        });
        _cancellationToken.ThrowIfCancellationRequested();
        if (output is not null)
        {
            detector.SaveZip(output);
        }

        if (onnx is not null)
        {
            detector.SaveOnnx(onnx, _model.Export(parsed));
        }

        Report(train.Count, epochs, watch.Elapsed, output, onnx);
        return ExitCode.Success;
    }

    private TriggerWordDetectorOptions DetectorOptions(ParseResult parsed)
    {
        var options = new TriggerWordDetectorOptions
        {
            Features = _features.Of(parsed),
            LabelLength = parsed.GetValue(_labelLength),
            Detection = _detection.Of(parsed, Defaults.Detection),
            Seed = parsed.GetValue(_common.Seed),
            Threads = parsed.GetValue(_common.Threads),
            CancellationToken = _cancellationToken,
        };
        _network.Apply(parsed, options);
        _training.Apply(parsed, options);
        return options;
    }

    private void Report(int clips, IReadOnlyList<EpochResult> epochs, TimeSpan elapsed, string? output, string? onnx)
    {
        var best = BestEpoch.Of(epochs);
        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["clips"] = clips,
            ["epochs"] = epochs.Count,
            ["best epoch"] = best.Epoch,
            ["loss"] = best.Loss,
            ["validation loss"] = best.ValidationLoss,
            ["seconds"] = Math.Round(elapsed.TotalSeconds, 1),
            ["output"] = output,
            ["onnx"] = onnx,
        });
    }
}
