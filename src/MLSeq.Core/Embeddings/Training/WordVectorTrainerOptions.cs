namespace MLSeq.Embeddings.Training;

/// <summary>What all trainers of word vectors share.</summary>
public abstract class WordVectorTrainerOptions
{
    /// <summary>The number of values in a vector. 100 by default.</summary>
    public int Dimensions { get; set; } = 100;

    /// <summary>The number of threads; 0 takes all cores. 0 by default.</summary>
    public int Threads { get; set; }

    /// <summary>Decides everything that is drawn. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// A file that holds the state of training while it runs: written aside and renamed, every <see cref="CheckpointInterval"/>
    /// and when training is cancelled, deleted when it is done. Where the file exists, training goes on from it.
    /// None by default.
    /// </summary>
    public string? CheckpointPath { get; set; }

    /// <summary>Whether the last checkpoint stays where training ends, for the case that the vectors cannot be saved. Delete it when they are. No by default.</summary>
    public bool KeepCheckpoint { get; set; }

    /// <summary>The time between checkpoints. Five minutes by default.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Told how far training is, a few times a second.</summary>
    public IProgress<WordVectorProgress>? Progress { get; set; }

    /// <summary>Stops training soon.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    internal WordVectorTrainerOptions Copy() => (WordVectorTrainerOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal virtual void Check()
    {
        OptionCheck.Require(Dimensions is >= 1 and <= 65536, nameof(Dimensions), Dimensions, "1 to 65536");
        OptionCheck.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 (all cores) to 1024");
        OptionCheck.Require(CheckpointInterval >= TimeSpan.Zero, nameof(CheckpointInterval), CheckpointInterval, "no negative time");
    }
}
