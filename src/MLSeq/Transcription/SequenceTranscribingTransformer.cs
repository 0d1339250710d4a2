using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Decoding.Ctc;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Transcription;

[assembly: LoadableClass(typeof(MLSeq.SequenceTranscribingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceTranscribingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>Transcript</c>, what is said, as text; <c>LogProbability</c>, the natural logarithm of its probability by the network; and <c>Score</c>, that of each
/// token at each time step, [T, V], of which token 0 stands for none.
/// </summary>
public sealed class SequenceTranscribingTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTranscribing";
    internal const string PredictionKind = "SequenceTranscription";
    internal const string Transcript = "Transcript";
    internal const string LogProbability = "LogProbability";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTRSC", LoaderSignature);

    private readonly CtcBeamSearchOptions? _searchOptions;
    private readonly CtcBeamSearch? _search;
    private readonly DataViewSchema.DetachedColumn[] _outputs;

    internal SequenceTranscribingTransformer(
        IHostEnvironment environment, string featureColumnName, Transcriber transcriber, CtcBeamSearchOptions? search)
        : base(environment.Register(nameof(SequenceTranscribingTransformer)), featureColumnName)
    {
        Transcriber = transcriber;
        _searchOptions = search;
        _search = search is null ? null : new CtcBeamSearch(search);
        _outputs =
        [
            new(Transcript, TextDataViewType.Instance),
            new(LogProbability, NumberDataViewType.Single),
            new(ColumnNames.Score, new VectorDataViewType(NumberDataViewType.Single, 0, transcriber.Vocabulary.Count)),
        ];
    }

    /// <summary>The network with its tokens.</summary>
    public Transcriber Transcriber { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => InputColumnName;

    /// <summary>The same transcriber, read in another way.</summary>
    /// <param name="search">How to search, with a language model where there is one, which is not saved; null to read the likeliest token of each step.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SequenceTranscribingTransformer WithSearch(CtcBeamSearchOptions? search) => new(Host, FeatureColumnName, Transcriber, search);

    internal static SequenceTranscribingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var reader = ctx.Reader;
        var search = reader.ReadBoolean()
            ? new CtcBeamSearchOptions { BeamWidth = reader.ReadInt32(), LabelThreshold = reader.ReadDouble(), LabelBonus = reader.ReadDouble() }
            : null;
        var transcriber = Transcriber.Load(reader);
        try
        {
            return new(env, feature, transcriber, search);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The saved transcriber of column '{feature}' is damaged. {e.Message}", e);
        }
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        return column.Type.IsFrames() ? _outputs : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Frames} in frames of {Transcriber.FrameSize}");
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        if (!Enumerable.Range(0, _outputs.Length).Any(isActive))
        {
            return new Delegate?[_outputs.Length];
        }

        var scorer = new TranscriptScorer(row, FeatureColumnName, Transcriber, _search);
        ValueGetter<VBuffer<float>> scores = (ref VBuffer<float> value) =>
        {
            var found = scorer.Scores;
            var editor = VBufferEditor.Create(ref value, found.Length);
            found.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return
        [
            isActive(0) ? (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = scorer.Transcript.Text.AsMemory()) : null,
            isActive(1) ? (ValueGetter<float>)((ref float value) => value = (float)scorer.Transcript.LogProbability) : null,
            isActive(2) ? scores : null,
        ];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        var writer = context.Writer;
        writer.Write(_searchOptions is not null);
        if (_searchOptions is not null)
        {
            writer.Write(_searchOptions.BeamWidth);
            writer.Write(_searchOptions.LabelThreshold);
            writer.Write(_searchOptions.LabelBonus);
        }

        Transcriber.Save(writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(SequenceTranscribingTransformer)} of column '{InputColumnName}' cannot be exported by ConvertToOnnx, whose graphs cannot read texts off its scores. "
        + "Use mlContext.Model.SaveAsOnnx, whose graph gives the scores.");
}
