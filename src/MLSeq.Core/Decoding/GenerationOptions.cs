namespace MLSeq.Decoding;

/// <summary>How a text is generated.</summary>
public sealed class GenerationOptions : SamplingOptions
{
    /// <summary>The most tokens to generate. 200 by default.</summary>
    public int MaxTokens { get; set; } = 200;

    /// <summary>
    /// Generation ends before this token, and before the end of a text. In continuous text a line break stands for the end of a line.
    /// Null, for none, by default.
    /// </summary>
    public string? StopToken { get; set; }

    /// <summary>Whether the unknown token may be generated. No by default.</summary>
    public bool AllowUnknown { get; set; }

    /// <summary>What the text starts from, in a model that is trained with features; else null. Null by default.</summary>
    public float[]? Features { get; set; }

    /// <inheritdoc/>
    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(MaxTokens >= 0, nameof(MaxTokens), MaxTokens, "0 or more");
    }
}
