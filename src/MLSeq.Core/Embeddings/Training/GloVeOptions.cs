namespace MLSeq.Embeddings.Training;

/// <summary>How <see cref="GloVeTrainer"/> counts and trains. The defaults suit corpora of 10 to 100 million words.</summary>
public sealed class GloVeOptions : WordVectorTrainerOptions
{
    /// <summary>How many words to each side of a word, within its sentence, co-occur with it; at distance d the count grows by 1/d. 15 by default.</summary>
    public int Window { get; set; } = 15;

    /// <summary>x_max: word pairs that co-occur at least this often weigh 1. 10 by default; the paper takes 100 for billions of words.</summary>
    public float MaxCooccurrence { get; set; } = 10;

    /// <summary>Rarer pairs weigh (x / x_max)^alpha. 0.75 by default.</summary>
    public float Alpha { get; set; } = 0.75f;

    /// <summary>The step size before AdaGrad shortens it. 0.05 by default.</summary>
    public float LearningRate { get; set; } = 0.05f;

    /// <summary>How often training goes through all co-occurrences. 15 by default.</summary>
    public int Epochs { get; set; } = 15;

    /// <summary>
    /// How many bytes to take for counting and for the counts, besides the corpus and the vectors; what does not fit is
    /// kept in a temporary file. A pair of words takes 6 bytes. 2 GB by default.
    /// </summary>
    public long MemoryLimit { get; set; } = 2L << 30;

    /// <summary>The folder for the temporary file; null, the default, is the system's. The file is always deleted.</summary>
    public string? TemporaryFolder { get; set; }

    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(Window is >= 1 and <= 10_000, nameof(Window), Window, "1 to 10000");
        OptionCheck.Require(MaxCooccurrence > 0 && float.IsFinite(MaxCooccurrence), nameof(MaxCooccurrence), MaxCooccurrence, "a positive number");
        OptionCheck.Require(Alpha >= 0 && float.IsFinite(Alpha), nameof(Alpha), Alpha, "at least 0");
        OptionCheck.Require(LearningRate > 0 && float.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a positive number");
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        OptionCheck.Require(MemoryLimit >= 0, nameof(MemoryLimit), MemoryLimit, "at least 0 bytes");
        OptionCheck.Require(
            TemporaryFolder is null || Directory.Exists(TemporaryFolder), nameof(TemporaryFolder), $"'{TemporaryFolder}'", "a folder that exists, or null");
    }
}
