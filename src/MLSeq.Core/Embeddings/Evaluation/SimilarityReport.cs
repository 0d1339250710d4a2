namespace MLSeq.Embeddings.Evaluation;

/// <summary>How cosines agree with people's judgements of similarity.</summary>
/// <param name="Spearman">Spearman's rank correlation over the pairs found, ties sharing their mean rank; 0 where it is not defined, as for fewer than two pairs.</param>
/// <param name="PairsFound">Pairs of which both words have a vector; only they count.</param>
/// <param name="Pairs">All pairs.</param>
public sealed record SimilarityReport(double Spearman, int PairsFound, int Pairs);
