namespace MLSeq.LanguageModels;

/// <summary>A text that a model wrote.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="LogProbability">The natural logarithm of its probability, its end included.</param>
/// <param name="Score">What texts are ranked by, see <see cref="Decoding.Beams.BeamSearchOptions"/>; of one that was drawn the logarithm.</param>
public sealed record WrittenText(string Text, IReadOnlyList<string> Tokens, double LogProbability, double Score);
