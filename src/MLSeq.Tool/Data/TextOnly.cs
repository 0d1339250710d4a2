namespace MLSeq.Tool.Data;

/// <summary>A row without a label: the input schema that models are saved with.</summary>
internal sealed class TextOnly
{
    /// <summary>What is classified.</summary>
    public string Text { get; set; } = "";
}
