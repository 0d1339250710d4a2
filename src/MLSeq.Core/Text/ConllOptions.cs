namespace MLSeq.Text;

/// <summary>Where <see cref="ConllReader"/> finds tokens and tags.</summary>
public sealed class ConllOptions
{
    /// <summary>The column of the tokens, from 0; -1 is the last one. 0 by default.</summary>
    public int TokenColumn { get; set; }

    /// <summary>The column of the tags, from 0; -1 is the last one; null where the lines have none. -1 by default.</summary>
    public int? TagColumn { get; set; } = -1;

    /// <summary>What every token starts with and is taken off, such as <c>en:</c> in WikiANN; "" for nothing. "" by default.</summary>
    public string TokenPrefix { get; set; } = "";
}
