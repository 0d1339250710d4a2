using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx;

/// <summary>
/// Runs an ONNX model over rows of text, ids or frames: rows are sorted by length, run in batches of similar length, and
/// the results come in the order of the rows. Any number of threads may use one scorer.
/// </summary>
public sealed partial class OnnxSequenceScorer : IDisposable
{
    private readonly OnnxScorerOptions _options;
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string _model;
    private readonly OnnxColumn? _lengths;
    private readonly string[] _outputNames;
    private readonly int? _padding;

    /// <summary>Opens a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; null for the CPU and batches of 32.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime cannot load the file.</exception>
    /// <exception cref="InvalidOperationException">CUDA cannot be used, and falling back is not allowed.</exception>
    public OnnxSequenceScorer(string path, OnnxScorerOptions? options = null)
        : this(Existing(path), o => new InferenceSession(path, o), options)
    {
    }

    /// <summary>Opens a model held in memory.</summary>
    /// <param name="model">The bytes of a model file.</param>
    /// <inheritdoc cref="OnnxSequenceScorer(string, OnnxScorerOptions)"/>
    /// <param name="options">How to run it; null for the CPU and batches of 32.</param>
    /// <param name="name">What messages call it, for instance the file it came from; "The model" by default.</param>
    public OnnxSequenceScorer(byte[] model, OnnxScorerOptions? options = null, string name = "The model")
        : this(name, o => new InferenceSession(model, o), options)
    {
        ArgumentNullException.ThrowIfNull(model);
    }

    private OnnxSequenceScorer(string model, Func<SessionOptions, InferenceSession> open, OnnxScorerOptions? options)
    {
        _options = (options ?? new()).Checked();
        _model = model;
        (_session, Device) = ScorerSession.Open(model, open, TryOut, _options);
        Metadata = _session.ModelMetadata.CustomMetadataMap;
        _padding = PaddingOf(Metadata);
        (Inputs, _lengths) = InputsOf(_session);
        (Outputs, var lengths) = OutputsOf(_session);
        _outputNames = [.. Outputs.Select(o => o.Name), .. lengths];
    }

    /// <summary>What the model takes. The input that the scorer fills itself (<see cref="OnnxMetadata.Lengths"/>) is not among them.</summary>
    public IReadOnlyList<OnnxColumn> Inputs { get; }

    /// <summary>What the model gives. The output by which the scorer cuts the others (<see cref="OnnxMetadata.OutputLengths"/>) is not among them.</summary>
    public IReadOnlyList<OnnxColumn> Outputs { get; }

    /// <summary>Where the model runs: "cpu" or, for instance, "cuda:0".</summary>
    public string Device { get; }

    /// <summary>What the model file says about itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Scores texts by a model with one input of strings [N].</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The outputs, in the order of the rows.</returns>
    /// <exception cref="ArgumentException">The model does not take such rows; the message says what it takes.</exception>
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
        OnnxRows[] rows = Match(inputs);
        int count = rows.Length == 0 ? 0 : rows[0].Count;
        ScoreColumn[] columns = [.. Outputs.Select(o => ScoreColumn.Create(o, count))];
        var batches = Plan(rows, count);
        if (Device == "cpu")
        {
            var parallel = new ParallelOptions
            {
                MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount,
                CancellationToken = cancellationToken,
            };
            Parallel.ForEach(batches, parallel, batch => Run(batch, rows, columns));
        }
        else
        {
            foreach (int[] batch in batches)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Run(batch, rows, columns);
            }
        }

        return new OnnxScores(count, columns);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
    }

    private static string Existing(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path) ? $"'{path}'" : throw new FileNotFoundException($"There is no model file '{path}'.", path);
    }
}
