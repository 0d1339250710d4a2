namespace MLSeq.Decoding.Ctc;

/// <summary>A language model for <see cref="CtcBeamSearch"/>: the natural logarithm of the probability that a label follows others.</summary>
/// <param name="prefix">The labels so far.</param>
/// <param name="label">The next one.</param>
public delegate double CtcLabelScore(ReadOnlySpan<int> prefix, int label);
