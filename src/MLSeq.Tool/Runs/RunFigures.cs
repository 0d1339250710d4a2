namespace MLSeq.Tool.Runs;

/// <summary>What the training came to.</summary>
/// <param name="Figures">Numbers and names of files, by name.</param>
internal sealed record RunFigures(IReadOnlyDictionary<string, object?> Figures) : RunEvent;
