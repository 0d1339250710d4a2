namespace MLSeq.Tool.Runs;

/// <summary>Data were looked through.</summary>
/// <param name="Use">What they are for: "training" or "validation".</param>
/// <param name="File">The file as it was typed.</param>
/// <param name="Content">What there is in it, such as "1,000 texts, 3 labels".</param>
internal sealed record RunData(string Use, string File, string Content) : RunEvent;
