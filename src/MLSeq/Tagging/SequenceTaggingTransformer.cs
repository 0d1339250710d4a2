using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Decoding.Entities;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Text;

[assembly: LoadableClass(typeof(MLSeq.SequenceTaggingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceTaggingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>PredictedLabel</c>, a vector of the label's keys, one for each step, and <c>Score</c>, the probability of each tag at each step, [T, K].
/// </summary>
public sealed class SequenceTaggingTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTagging";
    internal const string PredictionKind = "SequenceTagging";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTAGS", LoaderSignature);

    private readonly LabelValues? _labels;
    private readonly DataViewSchema.DetachedColumn[] _outputs;

    internal SequenceTaggingTransformer(
        IHostEnvironment environment, string featureColumnName, string? tokenColumnName, TagScheme scheme, Vocabulary? characters, SequenceModel model,
        LabelValues? labels)
        : base(environment.Register(nameof(SequenceTaggingTransformer)), featureColumnName)
    {
        _labels = labels;
        (TokenColumnName, Scheme, Characters, Model) = (tokenColumnName, scheme, characters, model);
        var classes = model.Network.Options.OutputSize;
        Tags = labels?.Texts ?? [.. Enumerable.Range(1, classes).Select(key => key.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var predicted = new DataViewSchema.Annotations.Builder();
        var score = new DataViewSchema.Annotations.Builder();
        labels?.Annotate(predicted, AnnotationKinds.KeyValues);
        labels?.Annotate(score, AnnotationKinds.TrainingLabelValues);
        _outputs =
        [
            new(ColumnNames.PredictedLabel, new VectorDataViewType(new KeyDataViewType(typeof(uint), classes)), predicted.ToAnnotations()),
            new(ColumnNames.Score, new VectorDataViewType(NumberDataViewType.Single, 0, classes), score.ToAnnotations()),
        ];
    }

    /// <summary>The trained network.</summary>
    public SequenceModel Model { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => InputColumnName;

    /// <summary>The name of the column of tokens; null where their characters do not count.</summary>
    public string? TokenColumnName { get; }

    /// <summary>The tags, in the order of the scores.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>How the tags mark entities.</summary>
    public TagScheme Scheme { get; }

    /// <summary>The characters that the network knows; null where they do not count.</summary>
    public Vocabulary? Characters { get; }

    private protected override IReadOnlyList<string> InputColumnNames => TokenColumnName is null ? [FeatureColumnName] : [FeatureColumnName, TokenColumnName];

    internal static SequenceTaggingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var reader = ctx.Reader;
        var hasCharacters = reader.ReadBoolean();
        var tokens = hasCharacters ? ctx.LoadNonEmptyString() : null;
        var characters = hasCharacters ? Vocabulary.Load(reader) : null;
        var scheme = (TagScheme)reader.ReadByte();
        var model = SequenceModel.Load(reader);
        var options = model.Network.Options;
        if (!Enum.IsDefined(scheme) || options.Pooling != Networks.SequencePooling.None || options.CharacterVocabularySize != (characters?.Count ?? 0))
        {
            throw new InvalidDataException("The saved tagger is damaged: its scheme, network and characters do not belong together.");
        }

        var labels = reader.ReadBoolean() ? LabelValues.Load(reader, options.OutputSize) : null;
        return new(env, feature, tokens, scheme, characters, model, labels);
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        var options = Model.Network.Options;
        if (options.FrameSize > 0 ? !column.Type.IsFrames() : !column.Type.IsIds() || column.KeyCount() != options.VocabularySize - 1)
        {
            throw ColumnTypes.Mismatch(column, "feature", options.FrameSize > 0
                ? $"{ColumnTypes.Frames} in frames of {options.FrameSize}"
                : $"{ColumnTypes.Ids} with {options.VocabularySize - 1} values, as in training");
        }

        if (TokenColumnName is not null && ColumnTypes.Find(inputSchema, TokenColumnName, "token") is var tokens && !tokens.Type.IsTextVector())
        {
            throw ColumnTypes.Mismatch(tokens, "token", ColumnTypes.TextVector);
        }

        return _outputs;
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        if (!isActive(0) && !isActive(1))
        {
            return new Delegate?[2];
        }

        var scorer = new TagScorer(row, FeatureColumnName, TokenColumnName, Model.Network, Characters);
        ValueGetter<VBuffer<uint>> tags = (ref VBuffer<uint> value) =>
        {
            var found = scorer.Tags;
            var editor = VBufferEditor.Create(ref value, found.Length);
            for (var t = 0; t < found.Length; t++)
            {
                editor.Values[t] = (uint)found[t] + 1;
            }

            value = editor.Commit();
        };
        ValueGetter<VBuffer<float>> scores = (ref VBuffer<float> value) =>
        {
            var found = scorer.Scores;
            var editor = VBufferEditor.Create(ref value, found.Length);
            found.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return [isActive(0) ? tags : null, isActive(1) ? scores : null];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        var writer = context.Writer;
        writer.Write(Characters is not null);
        if (Characters is not null)
        {
            context.SaveNonEmptyString(TokenColumnName);
            Characters.Save(writer);
        }

        writer.Write((byte)Scheme);
        Model.Save(writer);
        writer.Write(_labels is not null);
        _labels?.Save(writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema)
    {
        var graph = new OnnxContextGraph(context, nameof(SequenceTaggingTransformer), InputColumnName);
        if (Characters is not null)
        {
            throw graph.Unsupported($"no operator of ML.NET's exporter cuts the tokens of column '{TokenColumnName}' into characters.");
        }

        var options = Model.Network.Options;
        var input = options.FrameSize > 0 ? graph.Frames(InputColumnName, options.FrameSize) : graph.Ids(InputColumnName);
        var (scores, tags) = Model.Network.DescribeClasses(graph, input);
        graph.Assign(new(ColumnNames.PredictedLabel, tags, PredictionForm.StepClasses), _outputs[0].Type, input.Lengths);
        graph.Assign(new(ColumnNames.Score, scores, PredictionForm.StepScores), _outputs[1].Type, input.Lengths);
    }
}
