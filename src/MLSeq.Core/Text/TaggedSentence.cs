namespace MLSeq.Text;

/// <summary>A sentence of a file with a token a line.</summary>
/// <param name="Tokens">The tokens, at least one.</param>
/// <param name="Tags">Their tags, as many; none where no tag column was asked for.</param>
/// <param name="Line">The number of the line with the first token, from 1.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Tokens, IReadOnlyList<string> Tags, long Line);
