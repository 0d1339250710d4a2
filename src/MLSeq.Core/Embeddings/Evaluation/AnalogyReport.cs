namespace MLSeq.Embeddings.Evaluation;

/// <summary>How word vectors answer analogies.</summary>
/// <param name="Sections">The sections in the file's order.</param>
/// <param name="Semantic">The first five sections together, whatever their names, as word2vec's compute-accuracy has it.</param>
/// <param name="Syntactic">All sections behind them.</param>
/// <param name="Total">All sections.</param>
public sealed record AnalogyReport(
    IReadOnlyList<AnalogySection> Sections, AnalogyScore Semantic, AnalogyScore Syntactic, AnalogyScore Total);
