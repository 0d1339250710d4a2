namespace MLSeq.Embeddings.Projection;

/// <summary>How <see cref="TSne"/> works.</summary>
public sealed class TSneOptions
{
    /// <summary>
    /// How many neighbours a point counts as near, about: the perplexity of its distribution over the others. 30 by
    /// default. Where there are fewer than 3 x 30 others, a third of their number (at least 1) is taken.
    /// </summary>
    public double Perplexity { get; set; } = 30;

    /// <summary>
    /// How coarsely far points are lumped together, from 0 (not at all: exact, and slow) to 1: a tree's cell counts as one
    /// point where its side is below this share of the distance to it. 0.5 by default.
    /// </summary>
    public double Theta { get; set; } = 0.5;

    /// <summary>How many steps to take at most. 1000 by default.</summary>
    public int Iterations { get; set; } = 1000;

    /// <summary>
    /// The first 250 steps, or the first half where there are fewer than 500, hold near points together this many times as
    /// strongly. 12 by default.
    /// </summary>
    public double EarlyExaggeration { get; set; } = 12;

    /// <summary>The step size; null, the default, takes max(points / <see cref="EarlyExaggeration"/> / 4, 50).</summary>
    public double? LearningRate { get; set; }

    /// <summary>Where the points lie first. By principal components by default.</summary>
    public TSneInitialisation Initialisation { get; set; } = TSneInitialisation.Pca;

    /// <summary>Decides what is drawn. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The number of threads; 0, the default, takes all cores. It has no influence on the result.</summary>
    public int Threads { get; set; }

    /// <summary>Told how far it is, a few times a second.</summary>
    public IProgress<TSneProgress>? Progress { get; set; }

    /// <summary>Stops it soon.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Perplexity is >= 1 and <= 100_000, nameof(Perplexity), Perplexity, "1 to 100000");
        OptionCheck.Require(Theta is >= 0 and <= 1, nameof(Theta), Theta, "0 to 1");
        OptionCheck.Require(Iterations is >= 1 and <= 10_000_000, nameof(Iterations), Iterations, "1 to 10000000");
        OptionCheck.Require(EarlyExaggeration is >= 1 and <= 1000, nameof(EarlyExaggeration), EarlyExaggeration, "1 to 1000");
        OptionCheck.Require(LearningRate is null or (> 0 and <= 1e9), nameof(LearningRate), LearningRate ?? 0, "above 0, or null");
        OptionCheck.Require(Enum.IsDefined(Initialisation), nameof(Initialisation), Initialisation, "Pca or Random");
        OptionCheck.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 (all cores) to 1024");
    }
}
