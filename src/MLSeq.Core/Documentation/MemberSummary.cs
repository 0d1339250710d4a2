namespace MLSeq.Documentation;

/// <summary>One documented member.</summary>
/// <param name="Id">Its documentation identifier, e.g. <c>M:System.String.Trim</c>.</param>
/// <param name="Text">Its summary as plain text, white space collapsed.</param>
internal sealed record MemberSummary(string Id, string Text);
