namespace MLSeq.Embeddings.Training;

/// <summary>How <see cref="NeuralLanguageModelTrainer"/> trains.</summary>
public sealed class NeuralLanguageModelOptions : WordVectorTrainerOptions
{
    /// <summary>How many words before a word predict it. 3 by default.</summary>
    public int History { get; set; } = 3;

    /// <summary>The number of hidden units. 64 by default.</summary>
    public int HiddenSize { get; set; } = 64;

    /// <summary>The number of predictions that share a step. 128 by default.</summary>
    public int BatchSize { get; set; } = 128;

    /// <summary>Adam's step size. 0.001 by default.</summary>
    public float LearningRate { get; set; } = 0.001f;

    /// <summary>How often training goes through the corpus. 5 by default.</summary>
    public int Epochs { get; set; } = 5;

    internal override void Check()
    {
        base.Check();
        OptionCheck.Require(History is >= 1 and <= 100, nameof(History), History, "1 to 100");
        OptionCheck.Require(HiddenSize is >= 1 and <= 65536, nameof(HiddenSize), HiddenSize, "1 to 65536");
        OptionCheck.Require(BatchSize is >= 1 and <= 65536, nameof(BatchSize), BatchSize, "1 to 65536");
        OptionCheck.Require(LearningRate > 0 && float.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "a positive number");
        OptionCheck.Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
    }
}
