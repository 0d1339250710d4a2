namespace MLSeq.Documentation;

/// <summary>What is said of a member of an API, and where the member is.</summary>
/// <param name="Text">The summary as plain text.</param>
/// <param name="Namespace">The namespace of the member.</param>
public sealed record NamespaceSummary(string Text, string Namespace);
