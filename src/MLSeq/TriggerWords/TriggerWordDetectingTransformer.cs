using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.TriggerWords;

[assembly: LoadableClass(typeof(MLSeq.TriggerWordDetectingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.TriggerWordDetectingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>DetectedTimes</c>, the seconds at which the word was heard; and <c>Probability</c>, at each time step of the features that the word has just
/// ended. Both are vectors of Single of variable size. The audio column is text, names of WAV files at any rate, or samples at that of the features.
/// </summary>
/// <remarks>
/// <c>SaveAsOnnx</c> gives a graph that takes samples at the features' rate, whatever the column is, and gives <c>Probability</c>, which
/// <see cref="WordDetector.Detect(IReadOnlyList{float})"/> reads the times off.
/// </remarks>
public sealed class TriggerWordDetectingTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTriggerWord";
    internal const string DetectedTimes = "DetectedTimes";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTRIG", LoaderSignature);

    private readonly DataViewSchema.DetachedColumn[] _outputs;

    internal TriggerWordDetectingTransformer(IHostEnvironment environment, string audioColumnName, TriggerDetector detector)
        : base(environment.Register(nameof(TriggerWordDetectingTransformer)), audioColumnName)
    {
        Detector = detector;
        _outputs = Array.ConvertAll(OutputNames, name => new DataViewSchema.DetachedColumn(name, new VectorDataViewType(NumberDataViewType.Single)));
    }

    /// <summary>The detector; <see cref="TriggerDetector.CreateStream"/> listens to sound that comes bit by bit.</summary>
    public TriggerDetector Detector { get; }

    /// <summary>The name of the audio column.</summary>
    public string AudioColumnName => InputColumnName;

    internal static string[] OutputNames { get; } = [DetectedTimes, ColumnNames.Probability];

    /// <summary>The same network with another way to decide.</summary>
    /// <param name="detection">When a word counts as detected.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public TriggerWordDetectingTransformer WithDetection(TriggerDetectionOptions detection) => new(Host, AudioColumnName, Detector.With(detection));

    internal static TriggerWordDetectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var audio = ctx.LoadNonEmptyString();
        return new(env, audio, TriggerDetector.Load(ctx.Reader));
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        AudioReader.Check(inputSchema, InputColumnName);
        return _outputs;
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        if (!isActive(0) && !isActive(1))
        {
            return new Delegate?[_outputs.Length];
        }

        var audio = new AudioReader(row, InputColumnName, Detector.Features.SampleRate);
        var probabilities = new RowValue<float[]>(row, () => Detector.Probabilities(audio.Read()));
        return
        [
            isActive(0) ? Getter(() => [.. Detector.Detect(probabilities.Value).Select(time => (float)time)]) : null,
            isActive(1) ? Getter(() => probabilities.Value) : null,
        ];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(AudioColumnName);
        Detector.Save(context.Writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(TriggerWordDetectingTransformer)} of column '{AudioColumnName}' cannot be exported by ConvertToOnnx, whose operator sets lack what it needs. "
        + "Use mlContext.Model.SaveAsOnnx, whose graph takes samples and gives the probabilities.");

    private static ValueGetter<VBuffer<float>> Getter(Func<float[]> values) => (ref VBuffer<float> value) =>
    {
        var found = values();
        var editor = VBufferEditor.Create(ref value, found.Length);
        found.CopyTo(editor.Values);
        value = editor.Commit();
    };
}
