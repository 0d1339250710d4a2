namespace MLSeq.Decoding.Ctc;

/// <summary>Labels that a sequence may stand for.</summary>
/// <param name="Labels">The labels, without blanks.</param>
/// <param name="LogProbability">The natural logarithm of their probability by the network: of the sum of all paths that the search followed.</param>
/// <param name="Score">What hypotheses are ranked by: that, and what the language model and <see cref="CtcBeamSearchOptions.LabelBonus"/> add.</param>
public sealed record CtcHypothesis(IReadOnlyList<int> Labels, double LogProbability, double Score);
