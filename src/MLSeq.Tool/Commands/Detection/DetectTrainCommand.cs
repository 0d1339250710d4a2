using System.CommandLine;
using Microsoft.ML;
using MLSeq.Tool.Data;
using MLSeq.Tool.Detection;
using MLSeq.Tool.Display;
using MLSeq.Tool.Runs;
using MLSeq.TriggerWords;

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
        SetAction(parsed => _training.Record(_console, parsed, run => Train(parsed, run), _cancellationToken));
    }

    private void Train(ParseResult parsed, RunRecorder run)
    {
        _model.Prepare(parsed);
        var options = DetectorOptions(parsed, run);
        var (rate, seed) = (options.Features.SampleRate, (long)parsed.GetValue(_common.Seed) << 32);
        using var files = new InputFiles(_console.In, repeatable: true);
        var train = _recordings.Clips(parsed, files, _console, rate, seed);
        var valid = parsed.GetValue(_valid) is { } path ? _recordings.Clips(parsed, files, _console, rate, seed + int.MaxValue, path) : null;
        run.AddData("training", _recordings.FileOf(parsed), $"{ReportTables.Count(train.Count)} clips");

        var ml = new MLContext(parsed.GetValue(_common.Seed));
        var (detector, epochs) = _training.Run(
            _console, parsed, options, run, () => train.Count,
            () => SavedDetector.Train(ml, train.All, valid?.All, options),
            trained => _model.Save(parsed, trained.SaveZip, trained.SaveOnnx));
        if (run.IsRecording && valid is not null)
        {
            var scores = new TriggerScores();
            foreach (var clip in valid.All)
            {
                scores.Add(detector.Stage.Detector.Detect(clip.Clip), clip);
            }

            run.AddTable(
                $"What is heard in {valid.Count} validation clips", ["words", "detected", "false alarms", "precision", "recall", "F1"],
                [[$"{scores.Detected + scores.Missed}", $"{scores.Detected}", $"{scores.FalseAlarms}", ReportTables.Percent(scores.Precision), ReportTables.Percent(scores.Recall), ReportTables.Percent(scores.F1)]]);
        }

        run.AddFigures([("clips", train.Count), .. TrainingFigures.Of(epochs, run.Elapsed), .. _model.Figures(parsed)]);
    }

    private TriggerWordDetectorOptions DetectorOptions(ParseResult parsed, RunRecorder run)
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
        _training.Apply(parsed, options, run);
        return options;
    }
}
