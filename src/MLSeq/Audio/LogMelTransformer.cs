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
/// <remarks>
/// A missing or empty text, or an empty vector, becomes an empty vector. <c>SaveAsOnnx</c> gives a graph that takes samples at the options' rate, even where
/// the column names files.
/// </remarks>
public sealed class LogMelTransformer : ColumnTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqLogMel";

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

    void IOnnxStage.Export(OnnxExport export)
    {
        var audio = export.Later(InputColumnName);
        export.Define(OutputColumnName, InputColumnName, () => new FramesValue(export.LogMel(InputColumnName, audio(), Options), Options.StepSize));
    }

    private protected override DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema)
    {
        AudioReader.Check(inputSchema, InputColumnName);
        return new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single));
    }

    private protected override Delegate MakeGetter(DataViewRow row)
    {
        var reader = new AudioReader(row, InputColumnName, Options.SampleRate);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            var features = _spectrogram.Compute(reader.Read());
            var editor = VBufferEditor.Create(ref value, features.Length);
            features.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }

    private protected override void SaveTo(BinaryWriter writer) => Options.Save(writer);

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(LogMelTransformer)} of column '{OutputColumnName}' cannot be exported by ConvertToOnnx, whose operator sets lack what it needs. "
        + "Use mlContext.Model.SaveAsOnnx, whose graph takes samples.");
}
