using MLSeq.Audio;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Transcription;

/// <summary>The recordings of a folder, those that a file of labels names or all.</summary>
internal static class SpeechFolder
{
    /// <summary>Reads a file of labels: a line for each recording, its name in the folder, a tab, what is said.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">The file of labels, or -.</param>
    /// <param name="files">Opens it.</param>
    /// <exception cref="ToolException">A line has no tab, a recording is missing, or there are none; names the file and line.</exception>
    public static List<SpeechRow> Labelled(string folder, string labels, InputFiles files)
    {
        Check(folder);
        var rows = new List<SpeechRow>();
        using var reader = files.Open(labels);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0)
            {
                continue;
            }

            var tab = text.IndexOf('\t', StringComparison.Ordinal);
            if (tab <= 0)
            {
                throw new ToolException($"{labels}({line}): found '{text}'; expected a file's name, a tab and what is said in it.");
            }

            var path = Path.Combine(folder, text[..tab]);
            rows.Add(File.Exists(path)
                ? new() { Audio = path, Text = text[(tab + 1)..] }
                : throw new ToolException($"{labels}({line}): there is no '{text[..tab]}' in {folder}."));
        }

        return rows.Count > 0 ? rows : throw new ToolException($"{labels}: there are no recordings.");
    }

    /// <summary>All WAV files of a folder, by name.</summary>
    /// <exception cref="ToolException">There is no such folder, or none in it.</exception>
    public static List<SpeechRow> All(string folder)
    {
        Check(folder);
        List<SpeechRow> rows = [.. Directory.EnumerateFiles(folder, "*.wav").Order(StringComparer.Ordinal).Select(path => new SpeechRow { Audio = path })];
        return rows.Count > 0 ? rows : throw new ToolException($"{folder}: there are no .wav files.");
    }

    /// <summary>Reads the headers of recordings before time is spent on their sound, and says which of them have to be converted.</summary>
    /// <exception cref="InvalidDataException">One cannot be read; names it.</exception>
    public static void Check(IReadOnlyList<SpeechRow> rows, int sampleRate, ToolConsole console)
    {
        var formats = rows.Select(row => (Name: Path.GetFileName(row.Audio), Format: WaveFile.ReadFormat(row.Audio))).ToList();
        if (formats.Where(f => f.Format.Channels > 1).ToList() is [var mixed, ..] several)
        {
            console.Note($"{several.Count} of {rows.Count} recordings have several channels, such as {mixed.Name} ({mixed.Format.Channels}): mixed down to one, their mean.");
        }

        if (formats.Where(f => f.Format.SampleRate != sampleRate).ToList() is [var resampled, ..] others)
        {
            console.Note(
                $"{others.Count} of {rows.Count} recordings have another sample rate than {sampleRate}, such as {resampled.Name} ({resampled.Format.SampleRate}): brought to it.");
        }
    }

    /// <summary>Reads recordings.</summary>
    /// <exception cref="InvalidDataException">One cannot be read; names it.</exception>
    public static List<AudioClip> Read(IEnumerable<SpeechRow> rows) => [.. rows.Select(row => WaveFile.Read(row.Audio))];

    private static void Check(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ToolException($"{folder}: no such folder.");
        }
    }
}
