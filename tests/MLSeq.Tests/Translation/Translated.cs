namespace MLSeq.Tests.Translation;

/// <summary>What a prediction engine gives.</summary>
public sealed class Translated
{
    /// <summary>The translation.</summary>
    public string? Translation { get; set; }
}
