namespace MLSeq.Networks.Training;

/// <summary>How a <see cref="SequenceTrainer"/> trains.</summary>
public sealed class SequenceTrainerOptions
{
    /// <summary>The largest number of passes over the data. 10 by default.</summary>
    public int Epochs { get; set; } = 10;

    /// <summary>The number of sequences in a step. 32 by default.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>Adam's step size. 0.001 by default.</summary>
    public float LearningRate { get; set; } = 1e-3f;

    /// <summary>What each epoch after the first <see cref="DecayAfter"/> multiplies the step size by. 1 (none) by default.</summary>
    public float Decay { get; set; } = 1;

    /// <summary>How many epochs train at the full <see cref="LearningRate"/> before <see cref="Decay"/> sets in. 1 by default.</summary>
    public int DecayAfter { get; set; } = 1;

    /// <summary>
    /// The largest norm of all gradients together; longer ones are scaled down (Pascanu et al., 2013). 0 turns it off. 5 by default.
    /// </summary>
    public float ClipNorm { get; set; } = 5;

    /// <summary>The share of rows held out to choose the best epoch by, where no validation source is given. 0.1 by default.</summary>
    public float ValidationFraction { get; set; } = 0.1f;

    /// <summary>
    /// Training stops after so many epochs in a row without a better validation loss; 0 runs all epochs. 2 by default.
    /// </summary>
    public int Patience { get; set; } = 2;

    /// <summary>The number of threads that share a batch; 0 takes all cores. 0 by default.</summary>
    public int Threads { get; set; }

    /// <summary>Decides what is held out, the order and dropout. The same seed and threads give the same weights, bit by bit. 1 by default.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>
    /// The number of rows held in memory at a time to shuffle and sort by length: a pool also ends at 8 million tokens
    /// or frame values. 16,384 by default.
    /// </summary>
    public int ShufflePoolSize { get; set; } = 16384;

    /// <summary>Told how far training is, a few times a second and at the end of each epoch, on the thread that called Fit.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Stops training between steps.</summary>
    public CancellationToken CancellationToken { get; set; }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    internal float LearningRateIn(int epoch) => LearningRate * MathF.Pow(Decay, Math.Max(0, epoch - DecayAfter));

    internal SequenceTrainerOptions Copy() => (SequenceTrainerOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        OptionCheck.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        OptionCheck.Require(float.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), LearningRate, "a positive number");
        OptionCheck.Require(Decay is > 0 and <= 1, nameof(Decay), Decay, "more than 0, up to 1");
        OptionCheck.Require(DecayAfter >= 0, nameof(DecayAfter), DecayAfter, "0 or more");
        OptionCheck.Require(float.IsFinite(ClipNorm) && ClipNorm >= 0, nameof(ClipNorm), ClipNorm, "0 (off) or a positive number");
        OptionCheck.Require(ValidationFraction is >= 0 and < 1, nameof(ValidationFraction), ValidationFraction, "0 up to, but not including, 1");
        OptionCheck.Require(Patience >= 0, nameof(Patience), Patience, "0 (off) or more");
        OptionCheck.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "0 (all cores) to 1024");
        OptionCheck.Require(ShufflePoolSize >= 1, nameof(ShufflePoolSize), ShufflePoolSize, "at least 1");
    }
}
