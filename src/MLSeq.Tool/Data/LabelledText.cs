namespace MLSeq.Tool.Data;

/// <summary>A row as the pipelines see it: the public properties are the columns.</summary>
internal sealed class LabelledText
{
    /// <summary>What is classified.</summary>
    public string Text { get; set; } = "";

    /// <summary>The label; a pipeline may turn this column into a key.</summary>
    public string Label { get; set; } = "";

    /// <summary>The label again, under a name that no pipeline touches, to compare predictions with.</summary>
    public string Actual { get; set; } = "";
}
