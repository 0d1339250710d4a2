namespace Notebooks;

/// <summary>What a cell gave: what it printed, or its last expression's value.</summary>
/// <param name="Mime">How to show it; null for what was printed.</param>
/// <param name="Text">The text, or HTML.</param>
internal sealed record CellOutput(string? Mime, string Text);
