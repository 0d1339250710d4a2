namespace MLSeq.Tool.Tagging;

/// <summary>A sentence without tags: the input schema that models are saved with.</summary>
internal sealed class TokensOnly
{
    /// <summary>The tokens.</summary>
    public string[] Tokens { get; set; } = [];
}
