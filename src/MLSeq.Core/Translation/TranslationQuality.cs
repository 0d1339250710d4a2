using MLSeq.Decoding.Scores;

namespace MLSeq.Translation;

/// <summary>How near translations are to their references.</summary>
/// <param name="Bleu">BLEU over all of them.</param>
/// <param name="Chrf">chrF over all of them.</param>
/// <param name="ExactMatch">The share of translations that are their references.</param>
public sealed record TranslationQuality(BleuScore Bleu, ChrfScore Chrf, double ExactMatch);
