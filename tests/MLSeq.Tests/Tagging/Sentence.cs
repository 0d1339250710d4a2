namespace MLSeq.Tests.Tagging;

/// <summary>A tagged sentence.</summary>
public sealed class Sentence
{
    /// <summary>The tokens.</summary>
    public string[] Tokens { get; set; } = [];

    /// <summary>Their tags.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Two numbers for each token.</summary>
    public float[] Frames { get; set; } = [];
}
