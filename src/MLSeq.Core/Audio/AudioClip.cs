namespace MLSeq.Audio;

/// <summary>Sound of one channel.</summary>
public sealed class AudioClip
{
    /// <summary>Makes a clip.</summary>
    /// <param name="samples">The samples, full scale being -1 to 1; kept, not copied.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="ArgumentException">The rate is not positive.</exception>
    public AudioClip(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        OptionCheck.Require(sampleRate > 0, nameof(sampleRate), sampleRate, "a positive number of samples a second");
        (Samples, SampleRate) = (samples, sampleRate);
    }

    /// <summary>The samples, full scale being -1 to 1.</summary>
    public float[] Samples { get; }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>How long it sounds.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);

    /// <summary>The clip at another rate, see <see cref="Resampler"/>; itself where that is its rate.</summary>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="ArgumentException">The rate is not positive, or the new clip would be too long.</exception>
    public AudioClip AtRate(int sampleRate) =>
        sampleRate == SampleRate ? this : new(new Resampler(SampleRate, sampleRate).Resample(Samples), sampleRate);
}
