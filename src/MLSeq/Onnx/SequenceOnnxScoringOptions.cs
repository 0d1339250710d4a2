using MLSeq.Onnx.Scoring;

namespace MLSeq;

/// <summary>Options of <c>ApplySequenceOnnxModel</c>.</summary>
public sealed class SequenceOnnxScoringOptions
{
    /// <summary>The ONNX file.</summary>
    public required string ModelFile { get; set; }

    /// <summary>The column that goes into a graph with one input; null for the column named as the input. Default: null.</summary>
    public string? InputColumnName { get; set; }

    /// <summary>
    /// The columns that go into the graph by the names of its inputs; an input that is not among the keys takes the column of its name. Default: empty.
    /// </summary>
    public IDictionary<string, string> InputColumnNames { get; } = new Dictionary<string, string>();

    /// <summary>
    /// The added columns by the names of the graph's outputs; an output that is not among the keys keeps its name. Default: empty.
    /// </summary>
    public IDictionary<string, string> OutputColumnNames { get; } = new Dictionary<string, string>();

    /// <summary>The NVIDIA GPU to run on, and how; null for the CPU. Default: null.</summary>
    public CudaOptions? Cuda { get; set; }

    /// <summary>Whether the CPU takes over, with a warning in the log, where the GPU cannot be used, or no longer. Default: yes.</summary>
    public bool FallbackToCpu { get; set; } = true;

    /// <summary>How many rows a run takes, at least 1. Default: 32.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>
    /// How many rows are read ahead and sorted by length, so that batches hold rows of similar length, at least
    /// <see cref="BatchSize"/>. Default: 2048.
    /// </summary>
    public int WindowSize { get; set; } = 2048;

    /// <summary>How many batches run side by side on the CPU, whoever they are of, each on one thread; 0 for one a core. Default: 0.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// On a GPU, the time steps up to which all lengths of batches are run once at the start, so that the first rows do not wait for it; 0 for the
    /// shortest alone. Default: 0.
    /// </summary>
    public int WarmUp { get; set; }

    /// <summary>Ends the reading of scored rows with an <see cref="OperationCanceledException"/>. It is not saved.</summary>
    public CancellationToken CancellationToken { get; set; }
}
