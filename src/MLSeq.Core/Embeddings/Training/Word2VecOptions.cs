namespace MLSeq.Embeddings.Training;

/// <summary>How word2vec is trained. The defaults are word2vec.c's.</summary>
public sealed class Word2VecOptions : WordVectorTrainerOptions
{
    private const float SkipGramRate = .025f;
    private const float CbowRate = .05f;

    /// <summary>What predicts what. Skip-gram by default.</summary>
    public Word2VecModel Model { get; set; } = Word2VecModel.SkipGram;

    /// <summary>How the predicted word is scored. Negative sampling by default.</summary>
    public Word2VecLoss Loss { get; set; } = Word2VecLoss.NegativeSampling;

    /// <summary>
    /// How far a window reaches to either side, in words. Each window's reach is drawn from 1 to this, so that near words
    /// weigh more. 5 by default.
    /// </summary>
    public int Window { get; set; } = 5;

    /// <summary>
    /// How many words are drawn against each predicted word, where the loss is negative sampling; all words of a window
    /// share them. 5 by default.
    /// </summary>
    public int Negatives { get; set; } = 5;

    /// <summary>
    /// Thins out frequent words: one that makes up the part f of the text stays with probability
    /// √(Sample / f) + Sample / f. 0 turns it off. 1e-3 by default.
    /// </summary>
    public float Sample { get; set; } = 1e-3f;

    /// <summary>
    /// The learning rate at the start; it falls in a straight line to a ten-thousandth of this. Null, the default, is .025
    /// for skip-gram and .05 for CBOW.
    /// </summary>
    public float? LearningRate { get; set; }

    /// <summary>How often the text is gone through. 5 by default.</summary>
    public int Epochs { get; set; } = 5;

    /// <summary>
    /// Whether the same seed gives the same bits on the same machine, however many threads: then one thread trains. Off by
    /// default: the threads share the matrices without locks, as in all word2vecs (Recht et al., 2011, "Hogwild").
    /// </summary>
    public bool Deterministic { get; set; }

    internal float Rate => LearningRate ?? (Model == Word2VecModel.Cbow ? CbowRate : SkipGramRate);

    internal int TrainingThreads => Deterministic ? 1 : ThreadCount;

    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(Enum.IsDefined(Model), nameof(Model), Model, "SkipGram or Cbow");
        OptionCheck.Require(Enum.IsDefined(Loss), nameof(Loss), Loss, "NegativeSampling, HierarchicalSoftmax or Softmax");
        OptionCheck.Require(Window is >= 1 and <= 1000, nameof(Window), Window, "1 to 1000");
        OptionCheck.Require(Negatives is >= 1 and <= 1000, nameof(Negatives), Negatives, "1 to 1000");
        OptionCheck.Require(Sample is >= 0 and <= 1, nameof(Sample), Sample, "0 (off) to 1");
        OptionCheck.Require(LearningRate is null or (> 0 and <= 10), nameof(LearningRate), LearningRate ?? 0, "above 0, to 10");
        OptionCheck.Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "1 to 100000");
    }
}
