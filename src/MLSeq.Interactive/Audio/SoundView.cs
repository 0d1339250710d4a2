using System.Globalization;
using MLSeq.Audio;
using MLSeq.Interactive.Charts;

namespace MLSeq.Interactive.Audio;

/// <summary>A recording: its waveform, and a player to hear it. The sound itself is part of the view, two bytes a sample.</summary>
public sealed class SoundView : NotebookView
{
    /// <summary>About how many columns of pixels a waveform has; in each the lowest and the highest sample are drawn.</summary>
    private const int Columns = 640;

    private readonly AudioClip _clip;

    /// <summary>Makes a view.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="clip">The recording.</param>
    /// <exception cref="ArgumentException">The recording is empty, or a sample is no finite number.</exception>
    public SoundView(string title, AudioClip clip)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentNullException.ThrowIfNull(clip);
        OptionCheck.Require(clip.Samples.Length > 0, nameof(clip), "an empty one", "a recording");
        OptionCheck.Require(Array.TrueForAll(clip.Samples, float.IsFinite), nameof(clip), "a sample that is no finite number", "finite samples");
        (Title, _clip) = (title, clip);
    }

    /// <inheritdoc/>
    public override string Title { get; }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        using var file = new MemoryStream();
        WaveFile.Write(file, _clip);
        var waveform = new LineChart(Title, new ChartSeries("", [.. Waveform()])) { HorizontalAxis = "seconds", Height = 220, EndsAtData = true };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <div>
            {waveform.ToHtml()}<audio controls="controls" preload="none" style="display: block; color-scheme: light dark; width: 320px; margin: 4px 0" src="data:audio/wav;base64,{Convert.ToBase64String(file.ToArray())}"></audio>
            </div>

            """);
    }

    private IEnumerable<(double Seconds, double Sample)> Waveform()
    {
        var size = Math.Max(1, _clip.Samples.Length / Columns);
        foreach (var (column, samples) in _clip.Samples.Chunk(size).Index())
        {
            var seconds = (double)column * size / _clip.SampleRate;
            yield return (seconds, samples.Max());
            yield return (seconds, samples.Min());
        }
    }
}
