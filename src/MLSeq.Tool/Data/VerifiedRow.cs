namespace MLSeq.Tool.Data;

/// <summary>A row of the columns that models are saved to take: classifiers, language models and translators texts, taggers tokens.</summary>
internal sealed class VerifiedRow
{
    /// <summary>The text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Its tokens.</summary>
    public string[] Tokens { get; set; } = [];
}
