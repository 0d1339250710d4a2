namespace MLSeq.Embeddings.Debiasing;

/// <summary>A figure before and after debiasing.</summary>
/// <param name="Name">What it is of: a word, a pair <c>first/second</c>, or 'direct bias'.</param>
/// <param name="Before">Before.</param>
/// <param name="After">After.</param>
public sealed record DebiasChange(string Name, double Before, double After);
