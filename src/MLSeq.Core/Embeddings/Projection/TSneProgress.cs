namespace MLSeq.Embeddings.Projection;

/// <summary>How far <see cref="TSne"/> is.</summary>
/// <param name="Iteration">How many iterations are done; 0 while neighbours are searched.</param>
/// <param name="Iterations">How many there are at most.</param>
/// <param name="KullbackLeibler">The Kullback-Leibler divergence of late; null until it is known.</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Remaining">The time left by the rate so far; null until that is known.</param>
public sealed record TSneProgress(int Iteration, int Iterations, double? KullbackLeibler, TimeSpan Elapsed, TimeSpan? Remaining);
