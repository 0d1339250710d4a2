namespace MLSeq.Embeddings;

/// <summary>A word that answers a query.</summary>
/// <param name="Word">The word.</param>
/// <param name="Similarity">The cosine of its vector and the query's; for <see cref="AnalogyMethod.ThreeCosMul"/> that method's score.</param>
public readonly record struct SimilarWord(string Word, float Similarity);
