namespace MLSeq.Audio;

/// <summary>How a <see cref="ClipJoiner"/> joins clips.</summary>
public sealed class ClipJoinOptions
{
    /// <summary>The least number of clips in one. 3 by default.</summary>
    public int MinClips { get; set; } = 3;

    /// <summary>The largest number of clips in one. 7 by default.</summary>
    public int MaxClips { get; set; } = 7;

    /// <summary>The shortest pause before, between and after clips, in seconds. 0.05 by default.</summary>
    public double MinGap { get; set; } = 0.05;

    /// <summary>The longest pause, in seconds. 0.5 by default.</summary>
    public double MaxGap { get; set; } = 0.5;

    /// <summary>The loudness of the noise under all of it, as the deviation of normal numbers; full scale being 1. 0.005 by default.</summary>
    public float Noise { get; set; } = 0.005f;

    /// <summary>Decides what is drawn. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    internal ClipJoinOptions Copy() => (ClipJoinOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(MinClips >= 1, nameof(MinClips), MinClips, "at least 1");
        OptionCheck.Require(MaxClips >= MinClips && MaxClips <= 10_000, nameof(MaxClips), MaxClips, $"{MinClips} to 10,000");
        OptionCheck.Require(MinGap is >= 0 and <= 60, nameof(MinGap), MinGap, "0 to 60 seconds");
        OptionCheck.Require(MaxGap >= MinGap && MaxGap <= 60, nameof(MaxGap), MaxGap, $"{MinGap} to 60 seconds");
        OptionCheck.Require(Noise is >= 0 and <= 1, nameof(Noise), Noise, "0 to 1");
    }
}
