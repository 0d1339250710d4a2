namespace MLSeq.Onnx;

/// <summary>How <see cref="OnnxSequenceScorer"/> runs a model.</summary>
public sealed class OnnxScorerOptions
{
    /// <summary>Rows that are run at once, at most.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>Rows that are sorted by length together, so that a batch holds rows of similar length.</summary>
    public int WindowSize { get; set; } = 2048;

    /// <summary>The CUDA device to run on; null for the CPU.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether to run on the CPU, and say so to <see cref="Log"/>, where the CUDA device cannot be used.</summary>
    public bool FallbackToCpu { get; set; } = true;

    /// <summary>How many batches are run side by side, each on one thread; 0 for one per core. On CUDA batches follow each other.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// What fills the end of short rows: the model must ignore it. Null for what the model's own metadata say
    /// (<see cref="OnnxMetadata.Padding"/>).
    /// </summary>
    public int? Padding { get; set; }

    /// <summary>Takes messages, such as the one that the CUDA device cannot be used; null for nobody.</summary>
    public Action<string>? Log { get; set; }

    internal OnnxScorerOptions Checked()
    {
        if (BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(BatchSize), BatchSize, $"{nameof(BatchSize)} is {BatchSize}; expected at least 1.");
        }

        if (WindowSize < BatchSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WindowSize), WindowSize, $"{nameof(WindowSize)} is {WindowSize}; expected at least {nameof(BatchSize)}, {BatchSize}.");
        }

        if (Threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Threads), Threads, $"{nameof(Threads)} is {Threads}; expected 0 (one per core) or more.");
        }

        if (GpuDeviceId < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(GpuDeviceId), GpuDeviceId, $"{nameof(GpuDeviceId)} is {GpuDeviceId}; expected 0 or more, or null for the CPU.");
        }

        return (OnnxScorerOptions)MemberwiseClone();
    }
}
