using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Tool.Detection;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Commands.Detection;

/// <summary><c>mlseq detect evaluate</c>: how well a saved detector hears its word.</summary>
internal sealed class DetectEvaluateCommand : ToolCommand
{
    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _model = OptionTypes.File("--model", "The model.", true, ".zip", ".onnx");
    private readonly RecordingOptions _recordings = new(clips: 200);
    private readonly DetectionOptions _detection = new();

    public DetectEvaluateCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "evaluate", "Detection rate, false alarms an hour, precision, recall and F1, in clips composed of recordings or in recordings with the times of the word.",
            [
                new(
                    "How often it hears the word, and how often it only thinks so.",
                    "mlseq detect evaluate --model seven.zip --audio words --labels test.tsv --word seven"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        Options.Add(_model);
        _recordings.AddTo(this);
        _detection.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var detector = SavedDetector.LoadDetector(parsed.GetValue(_model)!);
        detector = detector.With(_detection.Of(parsed, detector.Detection));
        using var model = detector as IDisposable;
        using var files = new InputFiles(_console.In, repeatable: false);
        var clips = _recordings.Clips(parsed, files, _console, detector.SampleRate, (long)parsed.GetValue(_common.Seed) << 32);
        var scores = new TriggerScores();
        var threads = parsed.GetValue(_common.Threads) is > 0 and var asked ? asked : Environment.ProcessorCount;
        var heard = ParallelEnumerable.Range(0, clips.Count).AsOrdered().WithDegreeOfParallelism(Math.Min(512, threads)).WithCancellation(_cancellationToken).Select(i =>
        {
            var clip = clips.Clip(i);
            return (Times: detector.Detect(clip.Clip), Clip: clip);
        });
        foreach (var (times, clip) in heard)
        {
            scores.Add(times, clip);
        }

        _console.WriteFigures(new Dictionary<string, object?>
        {
            ["clips"] = clips.Count,
            ["seconds"] = Math.Round(scores.Seconds, 1),
            ["words"] = scores.Detected + scores.Missed,
            ["false alarms"] = scores.FalseAlarms,
            ["false alarms an hour"] = scores.FalseAlarmsPerHour,
            ["detection rate"] = scores.Recall,
            ["precision"] = scores.Precision,
            ["recall"] = scores.Recall,
            ["f1"] = scores.F1,
        });
        return ExitCode.Success;
    }
}
