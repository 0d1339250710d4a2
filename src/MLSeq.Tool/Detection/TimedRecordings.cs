using System.Globalization;
using MLSeq.Audio;
using MLSeq.Tool.Transcription;

namespace MLSeq.Tool.Detection;

/// <summary>Recordings of which it is known when the trigger word ends in them: a line for each, its name, a tab, seconds with spaces between.</summary>
internal static class TimedRecordings
{
    /// <param name="file">The file of times, for messages.</param>
    /// <param name="rows">Its lines.</param>
    /// <param name="sampleRate">The rate that the recordings are brought to.</param>
    /// <exception cref="ToolException">A time is no number from 0 up; names the file and recording.</exception>
    public static ClipSource Read(string file, List<SpeechRow> rows, int sampleRate)
    {
        var times = rows.ConvertAll(row => row.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(
            text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && time >= 0 && double.IsFinite(time)
                ? time
                : throw new ToolException($"{file}: {Path.GetFileName(row.Audio)}: found '{text}'; expected seconds at which the word ends, with spaces between.")).Order().ToList());
        return new(rows.Count, i =>
        {
            var clip = WaveFile.Read(rows[i].Audio).AtRate(sampleRate);
            return times[i] is [.., var last] && last > clip.Duration.TotalSeconds + 0.01
                ? throw new ToolException(FormattableString.Invariant(
                    $"{file}: {Path.GetFileName(rows[i].Audio)}: found {last} seconds; expected at most {clip.Duration.TotalSeconds:0.###}, the end of the recording."))
                : new(clip, times[i]);
        });
    }
}
