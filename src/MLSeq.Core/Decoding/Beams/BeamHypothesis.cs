namespace MLSeq.Decoding.Beams;

/// <summary>A target that a beam search found, or that was drawn.</summary>
/// <param name="Ids">Its tokens, without start and end.</param>
/// <param name="LogProbability">The natural logarithm of its probability, its end included.</param>
/// <param name="Score">What targets are ranked by: the logarithm by the length penalty, and the coverage penalty; of one that was drawn the logarithm.</param>
/// <param name="HasEnded">Whether its end was found before it became too long.</param>
/// <param name="Attention">The attention over the source's tokens at each of its tokens; null where it was not asked for, or there is none.</param>
public sealed record BeamHypothesis(IReadOnlyList<int> Ids, double LogProbability, double Score, bool HasEnded, IReadOnlyList<float[]>? Attention = null);
