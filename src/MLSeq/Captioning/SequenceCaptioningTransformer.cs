using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Decoding.Beams;
using MLSeq.Interop;
using MLSeq.LanguageModels;
using MLSeq.Onnx;

[assembly: LoadableClass(typeof(MLSeq.SequenceCaptioningTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceCaptioningTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>Caption</c>, the text that a feature vector is described by; <c>LogProbability</c>, the natural logarithm of its probability, its end included;
/// and <c>Score</c>, what captions are ranked by.
/// </summary>
public sealed class SequenceCaptioningTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqCaptioning";
    internal const string Caption = "Caption";
    internal const string LogProbability = "LogProbability";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQCAPT", LoaderSignature);

    private static readonly DataViewSchema.DetachedColumn[] Outputs =
    [
        new(Caption, TextDataViewType.Instance), new(LogProbability, NumberDataViewType.Single), new(ColumnNames.Score, NumberDataViewType.Single),
    ];

    private readonly BeamSearchOptions _search;

    internal SequenceCaptioningTransformer(IHostEnvironment environment, string featureColumnName, LanguageModel model, BeamSearchOptions search)
        : base(environment.Register(nameof(SequenceCaptioningTransformer)), featureColumnName)
    {
        SequenceCaptionerOptions.CheckSearch(search);
        (Model, _search) = (model, search.Copy());
    }

    /// <summary>The network with its tokens: its <c>Write</c> gives several captions for features, its <c>Sample</c> draws some.</summary>
    public LanguageModel Model { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => InputColumnName;

    private int FeatureSize => Model.Network.Shape.StateSize;

    /// <summary>The same model with another search.</summary>
    /// <param name="search">How to search; copied.</param>
    /// <exception cref="ArgumentException">An option is out of range, or asks for what captions do not have; the message names it.</exception>
    public SequenceCaptioningTransformer WithSearch(BeamSearchOptions search) => new(Host, FeatureColumnName, Model, search);

    internal static SequenceCaptioningTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var search = BeamSearchOptions.Load(ctx.Reader);
        var model = LanguageModel.Load(ctx.Reader);
        try
        {
            OptionCheck.Require(model.Network.Shape.StateSize > 0, "the number of features", 0, "at least 1");
            return new(env, feature, model, search);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The saved captioner of column '{feature}' is damaged. {e.Message}", e);
        }
    }

    void IOnnxStage.Export(OnnxExport export)
    {
        foreach (var output in Outputs)
        {
            export.Define(output.Name, OnnxRole.Prediction, () => throw new NotSupportedException(
                $"Column '{output.Name}' of {nameof(SequenceCaptioningTransformer)} of column '{InputColumnName}' cannot be exported to ONNX, whose graphs have no "
                + "beam search."));
        }
    }

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        return column.Type.IsFrames() && ((VectorDataViewType)column.Type).Size == FeatureSize
            ? Outputs
            : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Frames} of size {FeatureSize}, as in training");
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        if (!Enumerable.Range(0, Outputs.Length).Any(isActive))
        {
            return new Delegate?[Outputs.Length];
        }

        var features = FeatureReader.Create(row, FeatureColumnName, FeatureSize);
        var caption = new RowValue<WrittenText>(row, () =>
        {
            features.Read();
            return Model.Write(features.Frames.ToArray(), _search);
        });
        return
        [
            isActive(0) ? (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = caption.Value.Text.AsMemory()) : null,
            isActive(1) ? (ValueGetter<float>)((ref float value) => value = (float)caption.Value.LogProbability) : null,
            isActive(2) ? (ValueGetter<float>)((ref float value) => value = (float)caption.Value.Score) : null,
        ];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        _search.Save(context.Writer);
        Model.Save(context.Writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(SequenceCaptioningTransformer)} of column '{InputColumnName}' cannot be exported by ConvertToOnnx, whose graphs have no beam search.");
}
