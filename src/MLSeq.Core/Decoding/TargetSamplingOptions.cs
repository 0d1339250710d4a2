namespace MLSeq.Decoding;

/// <summary>How targets, such as translations and captions, are drawn from a model.</summary>
public sealed class TargetSamplingOptions : SamplingOptions
{
    /// <summary>
    /// How many targets are drawn for each source. Each has a stream of random numbers of its own, by the seed and its place: a source's targets do
    /// not depend on what other sources there are, and equal sources have equal targets. 1 by default.
    /// </summary>
    public int Count { get; set; } = 1;

    /// <summary>The least number of target tokens, without the end. 0 by default.</summary>
    public int MinLength { get; set; }

    /// <summary>
    /// The largest number of target tokens, without the end, after which a target is cut; null for twice the source's and 10 more, or 100 where the
    /// source is no text. Null by default.
    /// </summary>
    public int? MaxLength { get; set; }

    /// <summary>Whether targets tell their attention. No by default.</summary>
    public bool KeepAttention { get; set; }

    internal TargetSamplingOptions Copy() => (TargetSamplingOptions)MemberwiseClone();

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(Count is >= 1 and <= 1000, nameof(Count), Count, "1 to 1000");
        OptionCheck.Require(MinLength >= 0, nameof(MinLength), MinLength, "0 or more");
        OptionCheck.Require(MaxLength is null || MaxLength >= MinLength, nameof(MaxLength), MaxLength ?? 0, $"at least {nameof(MinLength)}, {MinLength}");
    }
}
