using System.Globalization;
using MLSeq.Embeddings.Projection;

namespace MLSeq.Interactive.Charts;

/// <summary>Features of sound over time as shades: a column for each frame, the first feature at the bottom.</summary>
public sealed class Spectrogram : NotebookView
{
    private const double FontSize = 13;
    private const double Margin = 16;
    private const int Width = 720;
    private const int Height = 260;

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
    }

    private int Frames => _frames.Length / _frameSize;

    /// <inheritdoc/>
    public override string Title => string.Create(CultureInfo.InvariantCulture, $"{Frames * _secondsPerFrame:F2} seconds, {Frames} frames of {_frameSize} features");

    /// <inheritdoc/>
    public override string ToHtml() => PlotWriter.Write(FontSize, svg =>
    {
        var (top, bottom) = (Margin + (FontSize * 2), Height - Margin - (FontSize * 3.2));
        svg.Begin(Width, Height, Title);
        svg.Text("title", Margin, Margin + FontSize, Title, FontSize * 1.1);
        svg.Image(Margin, top, Width - (2 * Margin), bottom - top, PixelImage.Address(Frames, _frameSize, Shades()));
        var time = new AxisScale([0, Frames * _secondsPerFrame], 10, isLogarithmic: false);
        foreach (var (seconds, text) in time.Ticks)
        {
            var x = Margin + (seconds / (Frames * _secondsPerFrame) * (Width - (2 * Margin)));
            if (x <= Width - Margin + 1)
            {
                svg.Grid(x, bottom, x, bottom + 5);
                svg.Text("note middle", x, bottom + (FontSize * 1.6), text, FontSize);
            }
        }

        svg.Text("note middle", Width / 2, bottom + (FontSize * 3), "seconds", FontSize);
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
