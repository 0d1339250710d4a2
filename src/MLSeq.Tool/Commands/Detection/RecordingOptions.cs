using System.CommandLine;
using MLSeq.Tool.Data;
using MLSeq.Tool.Detection;
using MLSeq.Tool.Transcription;
using MLSeq.TriggerWords;

namespace MLSeq.Tool.Commands.Detection;

/// <summary>The clips to train or test a detector on: composed of recordings of single words, or recordings as they are.</summary>
internal sealed class RecordingOptions
{
    private readonly Option<string?> _audio = OptionTypes.Folder("--audio", "The folder of the recordings, WAV files.", required: true);
    private readonly Option<string?> _labels = OptionTypes.File("--labels", "Recordings of single words, to compose clips of. A line for each: the file's name in the folder, a tab, what is said.");
    private readonly Option<string?> _word = new("--word") { Description = "The trigger word, as --labels has it.", HelpName = "WORD" };
    private readonly Option<string?> _backgrounds = OptionTypes.Folder("--backgrounds", "A folder of backgrounds, WAV files, one of which is mixed into each composed clip.");
    private readonly Option<string?> _times = OptionTypes.File(
        "--times", "Instead of --labels, recordings to take as they are. A line for each: the file's name in the folder, a tab, the seconds at which the trigger word ends, with spaces between.");

    private readonly ClipOptions _clips;

    /// <param name="clips">How many clips are composed unless it is said.</param>
    public RecordingOptions(int clips) => _clips = new(clips);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _audio, _labels, _word, _backgrounds, _times })
        {
            command.Options.Add(option);
        }

        _clips.AddTo(command);
    }

    /// <summary>The file that names the recordings.</summary>
    public string FileOf(ParseResult parsed) => (parsed.GetValue(_times) ?? parsed.GetValue(_labels))!;

    /// <summary>The clips.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Opens the file of labels or times.</param>
    /// <param name="console">Told what there is, and which recordings have to be converted.</param>
    /// <param name="sampleRate">The samples a second of the clips.</param>
    /// <param name="seed">Decides what is composed.</param>
    /// <param name="validation">Another file of labels or times, of which a tenth as many clips are composed; null for that of the command line.</param>
    /// <exception cref="ToolException">Nobody says the word, options are missing, or a file is.</exception>
    /// <exception cref="InvalidDataException">A recording cannot be read; names it.</exception>
    public ClipSource Clips(ParseResult parsed, InputFiles files, ToolConsole console, int sampleRate, long seed, string? validation = null)
    {
        var (labels, word, times) = (parsed.GetValue(_labels), parsed.GetValue(_word), parsed.GetValue(_times));
        if (times is not null ? labels is not null || word is not null : labels is null || word is null)
        {
            throw new ToolException("expected --labels and --word, to compose clips of recordings, or --times, to take recordings as they are.", ExitCode.Usage);
        }

        var file = validation ?? times ?? labels!;
        var rows = SpeechFolder.Labelled(parsed.GetValue(_audio)!, file, files);
        if (times is not null)
        {
            SpeechFolder.Check(rows, sampleRate, console);
            console.Note($"{file}: {rows.Count} recordings");
            return TimedRecordings.Read(file, rows, sampleRate);
        }

        var composer = Composer(parsed, file, rows, word!, console, sampleRate);
        var count = validation is null ? _clips.Clips(parsed) : Math.Max(10, _clips.Clips(parsed) / 10);
        return new(count, i => composer.Compose(seed + i));
    }

    private TriggerClipComposer Composer(ParseResult parsed, string file, List<SpeechRow> rows, string word, ToolConsole console, int sampleRate)
    {
        var backgrounds = parsed.GetValue(_backgrounds) is { } path ? SpeechFolder.All(path) : [];
        var said = rows.ToLookup(row => row.Text.Trim() == word);
        if (!said[true].Any())
        {
            var words = rows.Select(row => $"'{row.Text.Trim()}'").Distinct().Order(StringComparer.Ordinal).Take(10);
            throw new ToolException($"{file}: nobody says '{word}'; expected one of what is said, such as {string.Join(", ", words)}.");
        }

        SpeechFolder.Check([.. rows, .. backgrounds], sampleRate, console);
        var others = backgrounds.Count > 0 ? $", {backgrounds.Count} backgrounds" : "";
        console.Note($"{file}: {said[true].Count()} recordings of '{word}', {said[false].Count()} of other words{others}");
        return new(sampleRate, SpeechFolder.Read(said[true]), SpeechFolder.Read(said[false]), SpeechFolder.Read(backgrounds), _clips.Of(parsed));
    }
}
