using System.Globalization;
using MLSeq.Audio;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Charts;

/// <summary>Features of sound over time as shades: a column for each frame, the first feature at the bottom.</summary>
public sealed class Spectrogram : NotebookView
{
    private const double FontSize = 13;
    private const double Margin = LineChart.Margin;
    private const int Width = LineChart.Width;
    private const int Height = 260;

    private static readonly int[] NamedFrequencies = [250, 500, 1000, 2000, 4000, 8000, 16000];

    private readonly float[] _frames;
    private readonly int _frameSize;
    private readonly double _secondsPerFrame;

    /// <summary>Makes a picture of frames.</summary>
    /// <param name="frames">The frames behind each other, such as log-mel features [T, F].</param>
    /// <param name="frameSize">F, the features of a frame.</param>
    /// <param name="secondsPerFrame">How far the frames are apart.</param>
    /// <exception cref="ArgumentException">There are no frames, they are not whole, or a value is not finite.</exception>
    public Spectrogram(float[] frames, int frameSize, double secondsPerFrame)
    {
        ArgumentNullException.ThrowIfNull(frames);
        OptionCheck.Require(frameSize >= 1, nameof(frameSize), frameSize, "at least 1");
        OptionCheck.Require(frames.Length > 0 && frames.Length % frameSize == 0, "The number of values", frames.Length, $"a multiple of {frameSize}, at least one frame");
        OptionCheck.Require(secondsPerFrame > 0, nameof(secondsPerFrame), secondsPerFrame, "more than 0");
        OptionCheck.Require(frames.All(float.IsFinite), nameof(frames), "a value that is not finite", "finite values");
        (_frames, _frameSize, _secondsPerFrame) = (frames, frameSize, secondsPerFrame);
        Title = string.Create(CultureInfo.InvariantCulture, $"{Frames * secondsPerFrame:F2} seconds, {Frames} frames of {frameSize} features");
    }

    /// <inheritdoc/>
    public override string Title { get; }

    private int Frames => _frames.Length / _frameSize;

    /// <summary>Frequencies that are named beside the picture, and where they lie among the features.</summary>
    private IReadOnlyList<(double Place, string Text)> Frequencies { get; init; } = [];

    /// <summary>The logarithm of a sound's power by mel band and time, with its frequencies; as wide as <see cref="Audio.SoundView"/> shows the sound.</summary>
    /// <param name="clip">The sound.</param>
    /// <param name="options">How features are made, whose <see cref="LogMelOptions.FramesPerStep"/> is 1; null for 40 bands at the sound's own sample rate, not normalized.</param>
    /// <exception cref="ArgumentException">The sound is empty, a sample is no finite number, or the options do not fit.</exception>
    public static Spectrogram Of(AudioClip clip, LogMelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var features = new LogMelSpectrogram(options ?? new() { SampleRate = clip.SampleRate, Normalization = AudioNormalization.None });
        var used = features.Options;
        OptionCheck.Require(used.FramesPerStep == 1, nameof(used.FramesPerStep), used.FramesPerStep, "1: a column for each frame");
        return new(features.Compute(clip), used.Bands, used.StepSeconds)
        {
            Frequencies = [.. NamedFrequencies.Select(hertz => (MelFilters.PlaceOf(hertz, used), hertz.ToString("#,0", CultureInfo.InvariantCulture))).Where(mark => mark.Item1 >= 0 && mark.Item1 <= used.Bands)],
        };
    }

    /// <inheritdoc/>
    public override string ToHtml() => PlotWriter.Write(FontSize, svg =>
    {
        var isNamed = Frequencies.Count > 0;
        var (left, right) = isNamed ? (LineChart.Left, Width - (2 * Margin)) : (Margin, Width - Margin);
        var (top, bottom) = (Margin + (FontSize * (isNamed ? 3 : 2)), Height - Margin - (FontSize * 3.2));
        svg.Begin(Width, Height, Title);
        svg.Text("title", Margin, Margin + FontSize, Title, FontSize * 1.1);
        svg.Image(left, top, right - left, bottom - top, PixelImage.Address(Frames, _frameSize, Shades()));
        if (isNamed)
        {
            svg.Text("note", Margin, top - 6, "Hz", FontSize);
        }

        foreach (var (place, text) in Frequencies)
        {
            var y = bottom - (place / _frameSize * (bottom - top));
            svg.Grid(left - 5, y, left, y);
            svg.Text("note end", left - 8, y + (FontSize * 0.35), text, FontSize);
        }

        var time = new AxisScale([0, Frames * _secondsPerFrame], 10, endsAtData: true);
        foreach (var (seconds, text) in time.Ticks)
        {
            var x = left + (time.PlaceOf(seconds) * (right - left));
            svg.Grid(x, bottom, x, bottom + 5);
            svg.Text("note middle", x, bottom + (FontSize * 1.6), text, FontSize);
        }

        svg.Text("note middle", (left + right) / 2, bottom + (FontSize * 3), "seconds", FontSize);
        svg.End();
    });

    /// <summary>From the first row at the bottom, 0 to 255 between the least value and the greatest.</summary>
    private byte[] Shades()
    {
        var (least, most) = (_frames.Min(), _frames.Max());
        var shades = new byte[_frames.Length];
        for (var t = 0; t < Frames; t++)
        {
            for (var f = 0; f < _frameSize; f++)
            {
                shades[(f * Frames) + t] = (byte)Math.Round(255 * (most > least ? (_frames[(t * _frameSize) + f] - least) / (most - least) : 0));
            }
        }

        return shades;
    }
}
