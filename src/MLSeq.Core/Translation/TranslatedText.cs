namespace MLSeq.Translation;

/// <summary>A translation that a model made.</summary>
/// <param name="Text">The translation.</param>
/// <param name="Tokens">Its tokens, as the model wrote them.</param>
/// <param name="LogProbability">The natural logarithm of its probability, its end included.</param>
/// <param name="Score">What translations of a source are ranked by, see <see cref="Decoding.Beams.BeamSearchOptions"/>.</param>
/// <param name="SourceTokens">The tokens of the source, its end last.</param>
/// <param name="Attention">For each token of the translation the attention over those of the source; null where it was not asked for, or there is none.</param>
public sealed record TranslatedText(
    string Text, IReadOnlyList<string> Tokens, double LogProbability, double Score, IReadOnlyList<string> SourceTokens, IReadOnlyList<float[]>? Attention);
