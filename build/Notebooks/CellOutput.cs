namespace Notebooks;

/// <summary>What a cell gave: what it printed, what it showed, or its last expression's value.</summary>
/// <param name="Mime">How to show it; null for what was printed.</param>
/// <param name="Text">The text, or HTML.</param>
/// <param name="IsResult">Whether it is the last expression's value.</param>
internal sealed record CellOutput(string? Mime, string Text, bool IsResult = false);
