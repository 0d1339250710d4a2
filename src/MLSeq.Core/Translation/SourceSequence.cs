namespace MLSeq.Translation;

/// <summary>A text as a network reads it.</summary>
/// <param name="Ids">The ids of its tokens, its end last.</param>
/// <param name="Tokens">The tokens as they are written, its end last.</param>
internal readonly record struct SourceSequence(int[] Ids, IReadOnlyList<string> Tokens);
