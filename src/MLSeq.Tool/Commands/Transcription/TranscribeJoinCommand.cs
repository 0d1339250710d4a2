using System.CommandLine;
using MLSeq.Audio;
using MLSeq.Text;
using MLSeq.Tool.Data;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Commands.Transcription;

/// <summary><c>mlseq transcribe join</c>: long recordings made of short ones, such as strings of digits of single digits.</summary>
internal sealed class TranscribeJoinCommand : ToolCommand
{
    private static readonly ClipJoinOptions Defaults = new();

    private readonly ToolConsole _console;
    private readonly CommonOptions _common;
    private readonly CancellationToken _cancellationToken;
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the short recordings, WAV files of one sample rate.", required: true);
    private readonly Option<string?> _labels = OptionTypes.File("--labels", "A line for each of them: the file's name in the folder, a tab, what is said.", required: true);
    private readonly Option<string?> _output = OptionTypes.Folder("--output", "The folder that the long recordings go to, with a file labels.tsv.", required: true);
    private readonly Option<int> _count = OptionTypes.Whole("--count", "How many to make.", 1000, 1, 1_000_000);
    private readonly Option<int> _min = OptionTypes.Whole("--min", "Least short recordings in a long one.", Defaults.MinClips, 1, 10_000);
    private readonly Option<int> _max = OptionTypes.Whole("--max", "Most short recordings in a long one.", Defaults.MaxClips, 1, 10_000);
    private readonly Option<float> _minGap = OptionTypes.Real("--min-gap", "Shortest pause in seconds.", (float)Defaults.MinGap, 0, 60);
    private readonly Option<float> _maxGap = OptionTypes.Real("--max-gap", "Longest pause in seconds.", (float)Defaults.MaxGap, 0, 60);
    private readonly Option<float> _noise = OptionTypes.Real("--noise", "Loudness of the noise under all of it; full scale is 1.", Defaults.Noise, 0, 1);
    private readonly Option<string> _separator = OptionTypes.Choice("--between", "What stands between the texts.", "nothing", "space");

    public TranscribeJoinCommand(ToolConsole console, CommonOptions common, CancellationToken cancellationToken)
        : base(
            "join", "Makes long recordings of short ones, drawn at random, with pauses and noise.",
            [
                new(
                    "Strings of three to seven digits, from recordings of single digits.",
                    "mlseq transcribe join --audio digits --labels digits.tsv --min 3 --max 7 --count 2000 --output strings"),
            ])
    {
        (_console, _common, _cancellationToken) = (console, common, cancellationToken);
        foreach (var option in new Option[] { _audio, _labels, _output, _count, _min, _max, _minGap, _maxGap, _noise, _separator })
        {
            Options.Add(option);
        }

        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var output = parsed.GetValue(_output)!;
        OutputFile.Prepare(Path.Combine(output, "labels.tsv"));
        using var files = new InputFiles(_console.In, repeatable: false);
        var rows = SpeechFolder.Labelled(parsed.GetValue(_audio)!, parsed.GetValue(_labels)!, files);
        var joiner = new ClipJoiner([.. rows.Select(row => WaveFile.Read(row.Audio))], new()
        {
            MinClips = parsed.GetValue(_min),
            MaxClips = parsed.GetValue(_max),
            MinGap = parsed.GetValue(_minGap),
            MaxGap = parsed.GetValue(_maxGap),
            Noise = parsed.GetValue(_noise),
            Seed = parsed.GetValue(_common.Seed),
        });
        var (between, lines, seconds) = (parsed.GetValue(_separator) == "space" ? " " : "", new List<string>(), 0d);
        foreach (var joined in joiner.Join(parsed.GetValue(_count)))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var name = $"{lines.Count:D6}.wav";
            WaveFile.Write(Path.Combine(output, name), joined.Clip);
            lines.Add($"{name}\t{string.Join(between, joined.Parts.Select(part => rows[part.Index].Text))}");
            seconds += joined.Clip.Duration.TotalSeconds;
        }

        AtomicFile.Write(Path.Combine(output, "labels.tsv"), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            lines.ForEach(writer.WriteLine);
        });
        _console.WriteFigures(new Dictionary<string, object?> { ["recordings"] = lines.Count, ["seconds"] = Math.Round(seconds, 1), ["output"] = output });
        return ExitCode.Success;
    }
}
