using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Decoding;
using MLSeq.Interop;
using MLSeq.LanguageModels;
using MLSeq.Onnx;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;

[assembly: LoadableClass(typeof(MLSeq.LanguageModelTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.LanguageModelTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds how probable a text is: <c>LogProbability</c>, the natural logarithm of the probability of its tokens and its end, and
/// <c>Perplexity</c>, e to their mean loss; and generates texts.
/// </summary>
/// <remarks>
/// The feature column is as in training: text, or a vector of token ids (<c>Key&lt;UInt32&gt;</c>; 0 is the unknown token) with as
/// many values. An empty text has the probability of ending at once.
/// </remarks>
public sealed class LanguageModelTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqLanguageModel";
    internal const string LogProbability = "LogProbability";
    internal const string Perplexity = "Perplexity";
    internal const string ExpectedType = ColumnTypes.Text + " or " + ColumnTypes.IdsOfWords;

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQLANG", LoaderSignature);

    private readonly int? _keyCount;
    private readonly DataViewSchema.DetachedColumn[] _outputs;

    /// <param name="environment">The environment.</param>
    /// <param name="featureColumnName">The feature column.</param>
    /// <param name="keyCount">The number of its keys; null for text.</param>
    /// <param name="model">The model.</param>
    internal LanguageModelTransformer(IHostEnvironment environment, string featureColumnName, int? keyCount, LanguageModel model)
        : base(environment.Register(nameof(LanguageModelTransformer)), featureColumnName)
    {
        _keyCount = keyCount;
        _outputs = Array.ConvertAll(OutputNames, name => new DataViewSchema.DetachedColumn(name, NumberDataViewType.Single));
        Model = model;
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>The name of the feature column.</summary>
    public string FeatureColumnName => InputColumnName;

    internal static string[] OutputNames { get; } = [LogProbability, Perplexity];

    /// <inheritdoc cref="TextGenerator.Generate"/>
    public string Generate(string prompt = "", GenerationOptions? options = null) => Model.Generate(prompt, options);

    /// <inheritdoc cref="TextGenerator.GenerateStream"/>
    public IEnumerable<string> GenerateStream(string prompt = "", GenerationOptions? options = null) => Model.GenerateStream(prompt, options);

    /// <summary>
    /// Writes an ONNX file to generate with, step by step: token ids and the states of all layers in, the probability of each token to come
    /// next and the new states out; see <see cref="LanguageModelGraph"/> for the names.
    /// </summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="weights">How weights are stored; single precision by default.</param>
    /// <param name="externalWeights">Whether they go to a file of their own; see <see cref="OnnxGraph.Save"/>.</param>
    public void SaveGeneratorAsOnnx(string path, OnnxWeights weights = OnnxWeights.Float32, bool externalWeights = false)
    {
        var graph = LanguageModelGraph.Generator(Model);
        graph.Weights = weights;
        graph.Save(path, externalWeights);
    }

    internal static LanguageModelTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var keyCount = ctx.Reader.ReadInt32();
        var model = LanguageModel.Load(ctx.Reader);
        return keyCount >= 0 && keyCount < model.Vocabulary.Count
            ? new(env, feature, keyCount == 0 ? null : keyCount, model)
            : throw new InvalidDataException(
                $"The saved language model of column '{feature}' is over {keyCount} keys; expected 0 (text) to {model.Vocabulary.Count - 1}.");
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        if (_keyCount is { } keys)
        {
            return column.Type.IsIds() && column.KeyCount() == keys
                ? _outputs
                : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Ids} with {keys} values, as in training");
        }

        return column.Type is TextDataViewType ? _outputs : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Text}, as in training");
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        var scorer = new LanguageModelRowScorer(row, row.Schema[InputColumnName], Model);
        return
        [
            isActive(0) ? (ValueGetter<float>)((ref float value) => value = (float)scorer.Score.LogProbability) : null,
            isActive(1) ? (ValueGetter<float>)((ref float value) => value = (float)scorer.Score.Perplexity) : null,
        ];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        context.Writer.Write(_keyCount ?? 0);
        Model.Save(context.Writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(LanguageModelTransformer)} of column '{InputColumnName}' cannot be exported by ConvertToOnnx, whose operator sets lack what it needs. "
        + "Use mlContext.Model.SaveAsOnnx.");
}
