using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Audio;
using MLSeq.Interop;
using MLSeq.Onnx;

[assembly: LoadableClass(typeof(MLSeq.LogMelTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.LogMelTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Makes log-mel features of sound, a variable-size vector of Single: T time steps of <see cref="LogMelOptions.StepSize"/> values. The sound is the WAV
/// file that a text names, at any rate and of any number of channels, or a vector of samples at the options' rate, full scale being -1 to 1.
/// </summary>
/// <remarks>A missing or empty text, or an empty vector, becomes an empty vector.</remarks>
public sealed class LogMelTransformer : ColumnTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqLogMel";
    internal const string Role = "audio";
    internal const string ExpectedType = ColumnTypes.Text + " (names of WAV files) or " + ColumnTypes.Frames + " (samples)";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQLMEL", LoaderSignature);

    private readonly LogMelSpectrogram _spectrogram;

    internal LogMelTransformer(IHostEnvironment environment, string outputColumnName, string inputColumnName, LogMelSpectrogram spectrogram)
        : base(environment.Register(nameof(LogMelTransformer)), Version, outputColumnName, inputColumnName)
    {
        _spectrogram = spectrogram;
    }

    /// <summary>How the features are made, a copy.</summary>
    public LogMelOptions Options => _spectrogram.Options;

    internal static LogMelTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (output, input) = LoadNames(ctx, Version);
        return new(env, output, input, new LogMelSpectrogram(LogMelOptions.Load(ctx.Reader)));
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(OutputColumnName, InputColumnName, () => throw NoGraph());

    private protected override DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, Role);
        return column.Type is TextDataViewType || column.Type.IsFrames()
            ? new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single))
            : throw ColumnTypes.Mismatch(column, Role, ExpectedType);
    }

    private protected override Delegate MakeGetter(DataViewRow row)
    {
        var column = row.Schema[InputColumnName];
        var compute = column.Type is TextDataViewType ? OfFile(row, column) : OfSamples(row, column);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            var features = compute();
            var editor = VBufferEditor.Create(ref value, features.Length);
            features.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }

    private protected override void SaveTo(BinaryWriter writer) => Options.Save(writer);

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw NoGraph();

    private Func<float[]> OfFile(DataViewRow row, DataViewSchema.Column column)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> path = default;
        return () =>
        {
            get(ref path);
            if (path.Span.IsWhiteSpace())
            {
                return [];
            }

            try
            {
                return _spectrogram.Compute(WaveFile.Read(path.ToString()));
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
            {
                throw new InvalidOperationException($"Row {row.Position}: {Role} column '{column.Name}': {e.Message}", e);
            }
        };
    }

    private Func<float[]> OfSamples(DataViewRow row, DataViewSchema.Column column)
    {
        var reader = FeatureReader.Create(row, column.Name, frameSize: 1);
        return () =>
        {
            reader.Read();
            return _spectrogram.Compute(reader.Frames);
        };
    }

    private NotSupportedException NoGraph() => new(
        $"{nameof(LogMelTransformer)} of column '{OutputColumnName}' cannot be exported to ONNX. Export the stages behind it alone, with column '{OutputColumnName}' as their input.");
}
