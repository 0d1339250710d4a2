namespace MLSeq.Onnx.Scoring;

/// <summary>How <see cref="OnnxSequenceScorer"/> runs a model.</summary>
public sealed class OnnxScorerOptions
{
    /// <summary>Rows that are run at once, at most; at least 1. Default: 32.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>Rows that are sorted by length together, so that a batch holds rows of similar length; at least <see cref="BatchSize"/>. Default: 2048.</summary>
    public int WindowSize { get; set; } = 2048;

    /// <summary>The GPU to run on, and how; null for the CPU. Default: null.</summary>
    public CudaOptions? Cuda { get; set; }

    /// <summary>Whether to run on the CPU, and say so to <see cref="Log"/>, where the GPU cannot be used, or no longer. Default: yes.</summary>
    public bool FallbackToCpu { get; set; } = true;

    /// <summary>
    /// How many batches are run side by side on the CPU, those of all callers together, each on one thread; 0 for one per core. Default: 0. On a GPU two
    /// are in flight.
    /// </summary>
    public int Threads { get; set; }

    /// <summary>
    /// On a GPU the first run of a shape is slow: full batches of rows of up to so many time steps are run once at the start, one for each length that
    /// batches are padded to (multiples of 16). 0 for the shortest alone. Default: 0. On the CPU it does nothing.
    /// </summary>
    public int WarmUp { get; set; }

    /// <summary>
    /// What fills the end of short rows: the model must ignore it. Null for what the model's own metadata say
    /// (<see cref="OnnxMetadata.Padding"/>). Default: null.
    /// </summary>
    public int? Padding { get; set; }

    /// <summary>Takes messages, such as the one that the GPU cannot be used, each once a scorer; null for nobody. Default: null.</summary>
    public Action<string>? Log { get; set; }

    internal OnnxScorerOptions Checked()
    {
        OptionCheck.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        OptionCheck.Require(WindowSize >= BatchSize, nameof(WindowSize), WindowSize, $"at least {nameof(BatchSize)}, {BatchSize}");
        OptionCheck.Require(Threads >= 0, nameof(Threads), Threads, "0 (one per core) or more");
        OptionCheck.Require(WarmUp >= 0, nameof(WarmUp), WarmUp, "0 or more time steps");
        var copy = (OnnxScorerOptions)MemberwiseClone();
        copy.Cuda = Cuda?.Checked();
        return copy;
    }
}
