using System.Runtime.InteropServices;

namespace MLSeq.Audio;

/// <summary>
/// The features that speech networks read: the logarithms of a sound's power in bands of equal width to the ear (mel), frame by frame. A frame is
/// lifted at high frequencies (pre-emphasis), weighted by a Hann window, filled up to a power of two and transformed (Fourier); its power |X|^2 is
/// summed under overlapping triangles. The definitions are those of torchaudio's <c>MelSpectrogram</c> with its scale <c>htk</c>, not centred.
/// </summary>
public sealed class LogMelSpectrogram
{
    /// <summary>A feature that deviates less is left as it is.</summary>
    internal const float LeastDeviation = 1e-5f;

    private readonly LogMelOptions _options;

    /// <summary>Makes a maker of features.</summary>
    /// <param name="options">How to make them; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public LogMelSpectrogram(LogMelOptions? options = null)
    {
        _options = (options ?? new()).Copy();
        _options.Check();
        _ = new LogMelFrame(_options);
    }

    /// <summary>The options, a copy.</summary>
    public LogMelOptions Options => _options.Copy();

    /// <summary>The features of a clip, which is first brought to the options' sample rate.</summary>
    /// <param name="clip">The clip.</param>
    /// <returns>The features [T, <see cref="LogMelOptions.StepSize"/>], row-major; none of an empty clip.</returns>
    public float[] Compute(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        return Compute(clip.AtRate(_options.SampleRate).Samples);
    }

    /// <summary>The features of samples at the options' sample rate.</summary>
    /// <param name="samples">The samples, full scale being -1 to 1. One that is no finite number makes its frames' features so.</param>
    /// <returns>The features [T, <see cref="LogMelOptions.StepSize"/>], row-major; none of an empty clip.</returns>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        var stream = new LogMelStream(_options);
        var steps = new List<float>();
        stream.Add(samples, steps);
        stream.Finish(steps);
        Normalize(CollectionsMarshal.AsSpan(steps));
        return [.. steps];
    }

    /// <summary>Makes the features of sound that comes bit by bit.</summary>
    /// <exception cref="InvalidOperationException">The features are normalized over a clip, whose end is not known yet.</exception>
    public LogMelStream CreateStream() => _options.Normalization == AudioNormalization.None
        ? new(_options)
        : throw new InvalidOperationException(
            $"{nameof(LogMelOptions.Normalization)} is {_options.Normalization}, over whole clips; expected {AudioNormalization.None} for sound that comes bit by bit.");

    /// <summary>Over all frames of the clip, those side by side in a step alike.</summary>
    private void Normalize(Span<float> features)
    {
        if (_options.Normalization == AudioNormalization.None || features.IsEmpty)
        {
            return;
        }

        var (bands, frames) = (_options.Bands, features.Length / _options.Bands);
        for (var band = 0; band < bands; band++)
        {
            var (sum, squares) = (0d, 0d);
            for (var i = band; i < features.Length; i += bands)
            {
                sum += features[i];
                squares += (double)features[i] * features[i];
            }

            var mean = sum / frames;
            var deviation = Math.Sqrt(Math.Max(0, (squares / frames) - (mean * mean)));
            var scale = _options.Normalization == AudioNormalization.Mean || deviation < LeastDeviation ? 1 : 1 / deviation;
            for (var i = band; i < features.Length; i += bands)
            {
                features[i] = (float)((features[i] - mean) * scale);
            }
        }
    }
}
