using Microsoft.ML;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Onnx.Scoring;

[assembly: LoadableClass(typeof(MLSeq.SequenceOnnxScoringTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceOnnxScoringTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Scores rows by an ONNX model in batches of similar length.</summary>
/// <remarks>
/// A view over it reads a window of rows ahead, sorts it by length, runs it in batches, and gives the rows in their
/// order; the next window is read while one is run. Rows are read only as they are asked for. Any number of threads may
/// use one transformer and views over it: their batches share its threads. The model, with files of its weights,
/// is part of what <c>Model.Save</c> writes.
/// </remarks>
public sealed class SequenceOnnxScoringTransformer : WindowedTransformer, IDisposable
{
    internal const string LoaderSignature = "MLSeqOnnxScoring";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQONNX", LoaderSignature);

    private readonly OnnxModelSource _model;
    private readonly OnnxOutput[] _outputs;

    internal SequenceOnnxScoringTransformer(IHostEnvironment environment, OnnxModelSource model, SequenceOnnxScoringOptions options)
        : this(environment.Register(nameof(SequenceOnnxScoringTransformer)), model, options)
    {
    }

    private SequenceOnnxScoringTransformer(IHost host, OnnxModelSource model, SequenceOnnxScoringOptions options)
        : this(host, model, options, CreateScorer(host, model, options))
    {
    }

    private SequenceOnnxScoringTransformer(IHost host, OnnxModelSource model, SequenceOnnxScoringOptions options, OnnxSequenceScorer scorer)
        : base(host, ColumnOf(First(scorer), scorer, options))
    {
        _model = model;
        Scorer = scorer;
        Options = options;
        Inputs = [.. scorer.Inputs.Select(input => (ColumnOf(input, scorer, options), input))];
        _outputs = [.. scorer.Outputs.Select(output => new OnnxOutput(
            output, options.OutputColumnNames.TryGetValue(output.Name, out var name) ? name : output.Name, scorer.Metadata))];
        Outputs = Array.ConvertAll(_outputs, output => output.Column);
        CheckNames(options.OutputColumnNames, scorer.Outputs, "output", nameof(options.OutputColumnNames));
        CheckNames(options.InputColumnNames, scorer.Inputs, "input", nameof(options.InputColumnNames));
    }

    /// <summary>Where the model runs: <c>cpu</c>, or a GPU such as <c>cuda:0</c>.</summary>
    public string Device => Scorer.Device;

    /// <summary>What was scored so far, by all views and prediction engines together.</summary>
    public ScorerMetrics Metrics => Scorer.Metrics;

    internal OnnxSequenceScorer Scorer { get; }

    internal SequenceOnnxScoringOptions Options { get; }

    internal DataViewSchema.DetachedColumn[] Outputs { get; }

    internal override (int First, int Most) WindowRows => (Math.Min(Options.BatchSize, Options.WindowSize), Options.WindowSize);

    internal override CancellationToken CancellationToken => Options.CancellationToken;

    /// <summary>The columns that are read, with the inputs that they fill.</summary>
    internal IReadOnlyList<(string Column, OnnxColumn Input)> Inputs { get; }

    private protected override IReadOnlyList<string> InputColumnNames => [.. Inputs.Select(input => input.Column)];

    /// <summary>Lets go of the loaded model.</summary>
    public void Dispose()
    {
        Scorer.Dispose();
        _model.Dispose();
    }

    internal static SequenceOnnxScoringTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var reader = ctx.Reader;
        var options = new SequenceOnnxScoringOptions
        {
            ModelFile = string.Empty,
            Cuda = reader.ReadBoolean() ? ReadCuda(reader) : null,
            FallbackToCpu = reader.ReadBoolean(),
            BatchSize = reader.ReadInt32(),
            WindowSize = reader.ReadInt32(),
            Threads = reader.ReadInt32(),
            WarmUp = reader.ReadInt32(),
        };
        foreach (var names in new[] { options.InputColumnNames, options.OutputColumnNames })
        {
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var name = ctx.LoadNonEmptyString();
                names[name] = ctx.LoadNonEmptyString();
            }
        }

        return new(env, OnnxModelSource.Load(ctx), options);
    }

    internal override RowWindow MakeWindow(DataViewRow row) =>
        new OnnxWindow(Inputs.ToDictionary(input => input.Input.Name, input => OnnxInputReader.Create(row, input.Column, input.Input)), Scorer, _outputs);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        foreach (var (name, input) in Inputs)
        {
            ColumnForm.Check(inputSchema, name, input);
        }

        return Outputs;
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        var writer = context.Writer;
        writer.Write(Options.Cuda is not null);
        if (Options.Cuda is { } cuda)
        {
            writer.Write(cuda.DeviceId);
            writer.Write(cuda.MemoryLimit ?? 0);
            writer.Write(cuda.TensorFloat32);
        }

        writer.Write(Options.FallbackToCpu);
        writer.Write(Options.BatchSize);
        writer.Write(Options.WindowSize);
        writer.Write(Options.Threads);
        writer.Write(Options.WarmUp);
        foreach (var names in new[] { Inputs.ToDictionary(input => input.Input.Name, input => input.Column), Options.OutputColumnNames })
        {
            writer.Write(names.Count);
            foreach (var (name, column) in names)
            {
                context.SaveNonEmptyString(name);
                context.SaveNonEmptyString(column);
            }
        }

        _model.Save(context);
    }

    /// <summary>An ONNX model inside is not merged into another one.</summary>
    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(SequenceOnnxScoringTransformer)} cannot be exported to ONNX for column '{InputColumnName}': it runs an ONNX model already.");

    private static CudaOptions ReadCuda(BinaryReader reader) => new(reader.ReadInt32())
    {
        MemoryLimit = reader.ReadInt64() is > 0 and var limit ? limit : null,
        TensorFloat32 = reader.ReadBoolean(),
    };

    private static OnnxColumn First(OnnxSequenceScorer scorer) =>
        scorer.Inputs.Count > 0 ? scorer.Inputs[0] : throw new NotSupportedException("The ONNX model has no inputs; expected at least one.");

    private static string ColumnOf(OnnxColumn input, OnnxSequenceScorer scorer, SequenceOnnxScoringOptions options) =>
        options.InputColumnNames.TryGetValue(input.Name, out var name) ? name
        : options.InputColumnName is not { } only ? input.Name
        : scorer.Inputs.Count == 1 ? only
        : throw new ArgumentException(
            $"The ONNX model has {scorer.Inputs.Count} inputs ({string.Join(", ", scorer.Inputs.Select(input => input.Name))}), but option "
            + $"{nameof(options.InputColumnName)} is '{only}', a column for one; set {nameof(options.InputColumnNames)} instead.", nameof(options));

    private static void CheckNames(IDictionary<string, string> columns, IReadOnlyList<OnnxColumn> known, string what, string option)
    {
        var unknown = columns.Keys.Except(known.Select(column => column.Name)).ToList();
        if (unknown.Count > 0)
        {
            throw new ArgumentException(
                $"The ONNX model has no {what} '{unknown[0]}', which option {option} names. Its {what}s are: "
                + $"{string.Join(", ", known.Select(column => column.Name))}.", nameof(columns));
        }
    }

    private static OnnxSequenceScorer CreateScorer(IHost host, OnnxModelSource model, SequenceOnnxScoringOptions options)
    {
        var settings = new OnnxScorerOptions
        {
            BatchSize = options.BatchSize,
            WindowSize = options.WindowSize,
            Cuda = options.Cuda,
            FallbackToCpu = options.FallbackToCpu,
            Threads = options.Threads,
            WarmUp = options.WarmUp,
            Log = message =>
            {
                using var channel = host.Start(nameof(SequenceOnnxScoringTransformer));
                channel.Warning(MessageSensitivity.None, message);
            },
        };
        return model.Open(settings);
    }
}
