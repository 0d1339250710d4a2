namespace MLSeq.Translation;

/// <summary>A text and its translation.</summary>
/// <param name="Source">The text.</param>
/// <param name="Target">Its translation.</param>
public sealed record TextPair(string Source, string Target);
