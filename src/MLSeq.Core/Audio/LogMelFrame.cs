using System.Numerics;

namespace MLSeq.Audio;

/// <summary>Makes one frame's features; with buffers of its own, for one thread.</summary>
internal sealed class LogMelFrame
{
    private readonly LogMelOptions _options;
    private readonly float[] _window;
    private readonly float[] _samples;
    private readonly float[] _power;
    private readonly FourierTransform _transform;
    private readonly MelFilters _filters;

    public LogMelFrame(LogMelOptions options)
    {
        _options = options;
        var length = options.FrameSamples;
        var size = TransformSize(options);
        _window = Window(length);
        _samples = new float[length];
        _power = new float[(size / 2) + 1];
        _transform = new FourierTransform(size);
        _filters = new MelFilters(options, size);
    }

    /// <summary>The size of the transform, a power of two.</summary>
    public static int TransformSize(LogMelOptions options) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, options.FrameSamples));

    /// <summary>Hann's window.</summary>
    public static float[] Window(int length) => [.. Enumerable.Range(0, length).Select(n => (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length))))];

    /// <summary>log max(floor, power in each band) of a frame.</summary>
    /// <param name="samples">The frame [FrameSamples].</param>
    /// <param name="before">The sample before it; of the first the sample itself.</param>
    /// <param name="bands">Where the features go [Bands].</param>
    public void Run(ReadOnlySpan<float> samples, float before, Span<float> bands)
    {
        for (var n = 0; n < _samples.Length; n++)
        {
            _samples[n] = _window[n] * (samples[n] - (_options.PreEmphasis * before));
            before = samples[n];
        }

        _transform.Power(_samples, _power);
        _filters.Apply(_power, bands);
        foreach (ref var band in bands)
        {
            band = MathF.Log(Math.Max(_options.Floor, band));
        }
    }
}
