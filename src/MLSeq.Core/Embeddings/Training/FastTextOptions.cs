using MLSeq.Embeddings.Subwords;

namespace MLSeq.Embeddings.Training;

/// <summary>How fastText's skip-gram with subwords is trained. The defaults are fastText's.</summary>
public sealed class FastTextOptions : WordVectorTrainerOptions
{
    /// <summary>
    /// How far a window reaches to either side, in words. Each window's reach is drawn from 1 to this, so that near words
    /// weigh more. 5 by default.
    /// </summary>
    public int Window { get; set; } = 5;

    /// <summary>How many words are drawn against each predicted word; all words of a window share them. 5 by default.</summary>
    public int Negatives { get; set; } = 5;

    /// <summary>
    /// Thins out frequent words: one that makes up the part f of the text stays with probability
    /// √(Sample / f) + Sample / f. 0 turns it off. 1e-4 by default.
    /// </summary>
    public float Sample { get; set; } = 1e-4f;

    /// <summary>The least number of characters in an n-gram. 3 by default.</summary>
    public int MinN { get; set; } = 3;

    /// <summary>The largest number of characters in an n-gram; 0 turns subwords off. 6 by default.</summary>
    public int MaxN { get; set; } = 6;

    /// <summary>The number of buckets that n-grams are hashed to; only those in use take memory. 2,000,000 by default.</summary>
    public int Buckets { get; set; } = 2_000_000;

    /// <summary>The learning rate at the start; it falls in a straight line to a ten-thousandth of this. 0.05 by default.</summary>
    public float LearningRate { get; set; } = .05f;

    /// <summary>How often the text is gone through. 5 by default.</summary>
    public int Epochs { get; set; } = 5;

    /// <summary>
    /// Whether the same seed gives the same bits on the same machine, however many threads: then one thread trains. Off by
    /// default: the threads share the matrices without locks, as in fastText (Recht et al., 2011, "Hogwild").
    /// </summary>
    public bool Deterministic { get; set; }

    internal int TrainingThreads => Deterministic ? 1 : ThreadCount;

    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(Window is >= 1 and <= 1000, nameof(Window), Window, "1 to 1000");
        OptionCheck.Require(Negatives is >= 1 and <= 1000, nameof(Negatives), Negatives, "1 to 1000");
        OptionCheck.Require(Sample is >= 0 and <= 1, nameof(Sample), Sample, "0 (off) to 1");
        OptionCheck.Require(
            MaxN is >= 0 and <= SubwordVectors.LongestNGram, nameof(MaxN), MaxN, $"0 (no subwords) to {SubwordVectors.LongestNGram}");
        OptionCheck.Require(MaxN == 0 || (MinN >= 1 && MinN <= MaxN), nameof(MinN), MinN, $"1 to {MaxN}, which is MaxN");
        OptionCheck.Require(Buckets >= 1, nameof(Buckets), Buckets, "at least 1");
        OptionCheck.Require(LearningRate is > 0 and <= 10, nameof(LearningRate), LearningRate, "above 0, to 10");
        OptionCheck.Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "1 to 100000");
    }
}
