namespace MLSeq.TriggerWords;

/// <summary>What a <see cref="TriggerClipComposer"/> puts into a clip.</summary>
public sealed class TriggerClipOptions
{
    /// <summary>The length of a clip in seconds. 10 by default.</summary>
    public double Duration { get; set; } = 10;

    /// <summary>The most trigger words in a clip; as many are drawn, from none up. 4 by default.</summary>
    public int MostTriggers { get; set; } = 4;

    /// <summary>The most other words in a clip; as many are drawn, from none up. 8 by default.</summary>
    public int MostOthers { get; set; } = 8;

    /// <summary>The least silence between two words, in seconds. 0.05 by default.</summary>
    public double LeastGap { get; set; } = 0.05;

    /// <summary>The least that a word's samples are multiplied by, up to 1: loudness is drawn between. 0.5 by default.</summary>
    public float QuietestWord { get; set; } = 0.5f;

    /// <summary>The largest deviation of the white noise in a clip, full scale being 1: it is drawn between 0 and this. 0.01 by default.</summary>
    public float MostNoise { get; set; } = 0.01f;

    /// <summary>The most that the samples of backgrounds are multiplied by; drawn between 0 and this. 0.5 by default.</summary>
    public float LoudestBackground { get; set; } = 0.5f;

    internal TriggerClipOptions Copy() => (TriggerClipOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Duration is > 0 and <= 3600, nameof(Duration), Duration, "more than 0 and at most 3600 seconds");
        OptionCheck.Require(MostTriggers is >= 0 and <= 1000, nameof(MostTriggers), MostTriggers, "0 to 1000");
        OptionCheck.Require(MostOthers is >= 0 and <= 1000, nameof(MostOthers), MostOthers, "0 to 1000");
        OptionCheck.Require(LeastGap >= 0 && LeastGap < Duration, nameof(LeastGap), LeastGap, $"0 up to, but not including, the clip's {Duration} seconds");
        OptionCheck.Require(QuietestWord is > 0 and <= 1, nameof(QuietestWord), QuietestWord, "more than 0 and at most 1");
        OptionCheck.Require(MostNoise is >= 0 and <= 1, nameof(MostNoise), MostNoise, "0 to 1");
        OptionCheck.Require(LoudestBackground is >= 0 and <= 1, nameof(LoudestBackground), LoudestBackground, "0 to 1");
    }
}
