namespace MLSeq.Decoding.Beams;

/// <summary>How a beam search looks for the target of highest score.</summary>
public sealed partial class BeamSearchOptions
{
    /// <summary>How many beginnings of a target are followed at a time; 1 takes the likeliest token at each step (greedy). 5 by default.</summary>
    public int Width { get; set; } = 5;

    /// <summary>How many targets are given for each source, at most <see cref="Width"/>. 1 by default.</summary>
    public int Best { get; set; } = 1;

    /// <summary>
    /// The exponent a of a target's length T, its end included, in its score: the logarithm of its probability by T^a. Without (0), short targets
    /// win, since each token costs; 1 is the mean over tokens. 0.7 by default.
    /// </summary>
    public float LengthPenalty { get; set; } = 0.7f;

    /// <summary>
    /// The weight b of the coverage penalty, b times the sum over source tokens of log min(1, the attention that a token got in all), which is added
    /// to the score (Wu et al., 2016, equation 14); for models with attention. 0 (none) by default.
    /// </summary>
    public float CoveragePenalty { get; set; }

    /// <summary>The least number of target tokens, without the end. 0 by default.</summary>
    public int MinLength { get; set; }

    /// <summary>
    /// The largest number of target tokens, without the end; null for twice the source's and 10 more, or 100 where the source is no text. What has not
    /// ended then is given as it is only where nothing has ended. Null by default.
    /// </summary>
    public int? MaxLength { get; set; }

    /// <summary>The length of n-grams of which a target has none twice; 0 for none. 0 by default.</summary>
    public int NoRepeatNgram { get; set; }

    /// <summary>Whether hypotheses tell their attention. No by default.</summary>
    public bool KeepAttention { get; set; }

    internal BeamSearchOptions Copy() => (BeamSearchOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Width is >= 1 and <= 1000, nameof(Width), Width, "1 to 1000");
        OptionCheck.Require(Best >= 1 && Best <= Width, nameof(Best), Best, $"1 to {nameof(Width)}, {Width}");
        OptionCheck.Require(float.IsFinite(LengthPenalty) && LengthPenalty >= 0, nameof(LengthPenalty), LengthPenalty, "0 (none) or a positive number");
        OptionCheck.Require(float.IsFinite(CoveragePenalty) && CoveragePenalty >= 0, nameof(CoveragePenalty), CoveragePenalty, "0 (none) or a positive number");
        OptionCheck.Require(MinLength >= 0, nameof(MinLength), MinLength, "0 or more");
        OptionCheck.Require(MaxLength is null || MaxLength >= MinLength, nameof(MaxLength), MaxLength ?? 0, $"at least {nameof(MinLength)}, {MinLength}");
        OptionCheck.Require(NoRepeatNgram >= 0, nameof(NoRepeatNgram), NoRepeatNgram, "0 (none) or more");
    }
}
