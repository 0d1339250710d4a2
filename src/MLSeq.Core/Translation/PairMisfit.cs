namespace MLSeq.Translation;

/// <summary>A pair that was not learned from, since a side is empty, or longer than <see cref="TranslationTextOptions.MaxTokens"/>.</summary>
/// <param name="IsValidation">Whether it is of the pairs to validate on that were given apart.</param>
/// <param name="Row">Its place among them, from 0.</param>
/// <param name="SourceTokens">The number of tokens of the source.</param>
/// <param name="TargetTokens">The number of tokens of the target.</param>
public sealed record PairMisfit(bool IsValidation, long Row, int SourceTokens, int TargetTokens);
