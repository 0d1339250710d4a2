using Microsoft.ML;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;

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
    private readonly OnnxColumn _input;
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
        : base(host, options.InputColumnName ?? Input(scorer).Name)
    {
        _model = model;
        Scorer = scorer;
        Options = options;
        _input = Input(scorer);
        _outputs = [.. scorer.Outputs.Select(output => new OnnxOutput(
            output, options.OutputColumnNames.TryGetValue(output.Name, out var name) ? name : output.Name, scorer.Metadata))];
        Outputs = Array.ConvertAll(_outputs, output => output.Column);
        var unknown = options.OutputColumnNames.Keys.Except(scorer.Outputs.Select(output => output.Name)).ToList();
        if (unknown.Count > 0)
        {
            throw new ArgumentException(
                $"The ONNX model has no output '{unknown[0]}', which option {nameof(options.OutputColumnNames)} names. "
                + $"Its outputs are: {string.Join(", ", scorer.Outputs.Select(output => output.Name))}.", nameof(options));
        }
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

    internal string ExpectedInput => _input.ElementType switch
    {
        OnnxElementType.String => _input.Width is null ? ColumnTypes.TextVector : ColumnTypes.Text,
        OnnxElementType.Int64 => ColumnTypes.Ids,
        _ => ColumnTypes.Frames,
    };

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
            InputColumnName = ctx.LoadNonEmptyString(),
            Cuda = reader.ReadBoolean() ? ReadCuda(reader) : null,
            FallbackToCpu = reader.ReadBoolean(),
            BatchSize = reader.ReadInt32(),
            WindowSize = reader.ReadInt32(),
            Threads = reader.ReadInt32(),
            WarmUp = reader.ReadInt32(),
        };
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var output = ctx.LoadNonEmptyString();
            options.OutputColumnNames[output] = ctx.LoadNonEmptyString();
        }

        return new(env, OnnxModelSource.Load(ctx), options);
    }

    internal override RowWindow MakeWindow(DataViewRow row) =>
        new OnnxWindow(OnnxInputReader.Create(row, InputColumnName, _input), Scorer, _outputs);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        OnnxInputReader.Check(ColumnTypes.Find(inputSchema, InputColumnName, "input"), _input);
        return Outputs;
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        var writer = context.Writer;
        context.SaveNonEmptyString(InputColumnName);
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
        writer.Write(Options.OutputColumnNames.Count);
        foreach (var (output, column) in Options.OutputColumnNames)
        {
            context.SaveNonEmptyString(output);
            context.SaveNonEmptyString(column);
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

    private static OnnxColumn Input(OnnxSequenceScorer scorer) => scorer.Inputs.Count == 1
        ? scorer.Inputs[0]
        : throw new NotSupportedException(
            $"The ONNX model has {scorer.Inputs.Count} inputs ({string.Join(", ", scorer.Inputs.Select(input => input.Name))}); expected one.");

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
