namespace MLSeq.Embeddings.Subwords;

/// <summary>The training settings in the header of a fastText file, under fastText's names and with its defaults.</summary>
internal sealed record FastTextSettings
{
    public int Ws { get; init; } = 5;

    public int Epoch { get; init; } = 5;

    public int MinCount { get; init; } = 1;

    public int Neg { get; init; } = 5;

    public int WordNgrams { get; init; } = 1;

    /// <summary>1 hierarchical softmax, 2 negative sampling, 3 softmax, 4 one against all.</summary>
    public int Loss { get; init; } = 2;

    /// <summary>1 CBOW, 2 skip-gram, 3 supervised.</summary>
    public int Model { get; init; } = 2;

    public int LrUpdateRate { get; init; } = 100;

    public double T { get; init; } = 1e-4;

    /// <summary>The number of tokens of the training text.</summary>
    public long Tokens { get; init; }
}
