namespace MLSeq.Tool.Tagging;

/// <summary>A sentence as the pipeline sees it: the public properties are the columns.</summary>
internal sealed class TaggedRow
{
    /// <summary>The tokens.</summary>
    public string[] Tokens { get; set; } = [];

    /// <summary>Their tags, as many; none where they are not known.</summary>
    public string[] Tags { get; set; } = [];
}
