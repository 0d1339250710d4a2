using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

/// <summary>
/// Runs an ONNX model over rows of text, ids or frames: rows are sorted by length, run in batches of similar length, several of them side by side, and
/// the results come in the order of the rows. Any number of threads may use one scorer: their batches share its threads.
/// </summary>
public sealed partial class OnnxSequenceScorer : IDisposable
{
    private readonly OnnxScorerOptions _options;
    private readonly string _model;
    private readonly OnnxColumn? _lengths;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly int? _padding;
    private readonly ScorerMeter _meter = new();
    private readonly Func<ScorerDevice> _openCpu;
    private readonly Lock _falling = new();
    private readonly ScorerDevice _first;
    private ScorerDevice? _cpu;
    private volatile ScorerDevice _device;
    private bool _saidHalved;

    /// <summary>Opens a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; null for the CPU and batches of 32.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the file.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public OnnxSequenceScorer(string path, OnnxScorerOptions? options = null)
        : this($"'{path}'", ScorerSession.OfFile(path), (options ?? new()).Checked())
    {
    }

    /// <summary>Opens a model held in memory.</summary>
    /// <param name="model">The bytes of a model file.</param>
    /// <inheritdoc cref="OnnxSequenceScorer(string, OnnxScorerOptions)"/>
    /// <param name="options">How to run it; null for the CPU and batches of 32.</param>
    /// <param name="name">What messages call it, for instance the file it came from; "The model" by default.</param>
    /// <param name="weightsFolder">The folder of the files that hold its weights; null where the model holds them itself.</param>
    public OnnxSequenceScorer(byte[] model, OnnxScorerOptions? options = null, string name = "The model", string? weightsFolder = null)
        : this(name, ScorerSession.OfBytes(model, weightsFolder, name), (options ?? new()).Checked())
    {
        ArgumentNullException.ThrowIfNull(model);
    }

    private OnnxSequenceScorer(string model, Func<SessionOptions, InferenceSession> open, OnnxScorerOptions options)
        : this(model, options, OpenDevice(model, open, options), () => OnCpu(ScorerSession.OnCpu(model, open), options))
    {
    }

    /// <summary>Scores by a model that is open.</summary>
    internal OnnxSequenceScorer(string model, OnnxScorerOptions options, ScorerDevice device, Func<ScorerDevice> openCpu)
    {
        (_options, _model, _first, _device, _openCpu) = (options, model, device, device, openCpu);
        try
        {
            Metadata = device.Session.ModelMetadata.CustomMetadataMap;
            _padding = PaddingOf(Metadata);
            (Inputs, _lengths) = InputsOf(device.Session);
            _inputNames = [.. Inputs.Select(i => i.Name)];
            if (_lengths is not null)
            {
                _inputNames = [.. _inputNames, _lengths.Name];
            }

            (Outputs, var lengths) = OutputsOf(device.Session);
            _outputNames = [.. Outputs.Select(o => o.Name), .. lengths];
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>What the model takes. The input that the scorer fills itself (<see cref="OnnxMetadata.Lengths"/>) is not among them.</summary>
    public IReadOnlyList<OnnxColumn> Inputs { get; }

    /// <summary>What the model gives. The output by which the scorer cuts the others (<see cref="OnnxMetadata.OutputLengths"/>) is not among them.</summary>
    public IReadOnlyList<OnnxColumn> Outputs { get; }

    /// <summary>Where the model runs: "cpu" or, for instance, "cuda:0". A GPU that is lost gives way to the CPU, where that is allowed.</summary>
    public string Device => _device.Name;

    /// <summary>What the model file says about itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What this scorer has done so far.</summary>
    public ScorerMetrics Metrics => _meter.Read(Device);

    /// <summary>Scores texts by a model with one input of strings [N].</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The outputs, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">The model does not take such rows; the message says what it takes.</exception>
    /// <exception cref="InvalidOperationException">The model fails on some rows, or a GPU fails and falling back is not allowed.</exception>
    public OnnxScores Score(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        Score(Only(OnnxRows.Texts(texts)), cancellationToken);

    /// <summary>Scores sequences of ids by a model with one input of integers [N, T].</summary>
    /// <param name="ids">The ids; an empty sequence counts as one unknown token.</param>
    /// <inheritdoc cref="Score(IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="cancellationToken">Stops between batches.</param>
    public OnnxScores Score(IReadOnlyList<int[]> ids, CancellationToken cancellationToken = default) =>
        Score(Only(OnnxRows.Ids(ids)), cancellationToken);

    /// <summary>Scores sequences of frames by a model with one input of numbers [N, T, F].</summary>
    /// <param name="frames">The frames, [T, F] row-major in each array; an empty sequence counts as one frame of zeros.</param>
    /// <inheritdoc cref="Score(IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="cancellationToken">Stops between batches.</param>
    public OnnxScores Score(IReadOnlyList<float[]> frames, CancellationToken cancellationToken = default) =>
        Score(Only(OnnxRows.Numbers(frames)), cancellationToken);

    /// <summary>Scores rows by a model with any number of inputs.</summary>
    /// <param name="inputs">The rows of each input in <see cref="Inputs"/>, by name.</param>
    /// <inheritdoc cref="Score(IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="cancellationToken">Stops between batches.</param>
    public OnnxScores Score(IReadOnlyDictionary<string, OnnxRows> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Score(Match(inputs), firstRow: 0, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _cpu?.Dispose();
    }

    private static ScorerDevice OpenDevice(string model, Func<SessionOptions, InferenceSession> open, OnnxScorerOptions options)
    {
        var (session, device) = ScorerSession.Open(model, open, s => WarmUp(s, model, options), options);
        return device == ScorerDevice.CpuName ? OnCpu(session, options) : new CudaDevice(session, options.Cuda!);
    }

    private static ScorerDevice OnCpu(InferenceSession session, OnnxScorerOptions options) =>
        new(session, ScorerDevice.CpuName, options.Threads > 0 ? options.Threads : Environment.ProcessorCount);

    private OnnxScores Score(OnnxRows[] rows, long firstRow, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count = rows.Length == 0 ? 0 : rows[0].Count;
        ScoreColumn[] columns = [.. Outputs.Select(o => ScoreColumn.Create(o, count))];
        var device = _device;
        _meter.Begin();
        try
        {
            var (lengths, batches) = Plan(device, rows, count);
            var job = new ScorerJob(rows, lengths, columns, firstRow);
            if (batches.Count == 1)
            {
                // A few rows of a caller who waits for them: no other thread is needed.
                Run(job, batches[0]);
            }
            else
            {
                RunAll(device.Scheduler, job, batches, cancellationToken);
            }
        }
        finally
        {
            _meter.End();
        }

        return new OnnxScores(count, columns);
    }

    private void RunAll(TaskScheduler scheduler, ScorerJob job, List<int[]> batches, CancellationToken cancellationToken)
    {
        try
        {
            // One by one, from long to short, so that all threads end at about the same time.
            Parallel.ForEach(
                Partitioner.Create(batches, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { TaskScheduler = scheduler, CancellationToken = cancellationToken },
                batch => Run(job, batch));
        }
        catch (AggregateException e)
        {
            // Batches that fail side by side mostly fail for one reason.
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
