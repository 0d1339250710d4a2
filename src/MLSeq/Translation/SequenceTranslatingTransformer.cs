using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Decoding.Beams;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Onnx.Compression;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Models;
using MLSeq.Translation;

[assembly: LoadableClass(typeof(MLSeq.SequenceTranslatingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceTranslatingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>
/// Adds <c>Translation</c>, text; <c>LogProbability</c>, the natural logarithm of its probability, its end included; and <c>Score</c>, what translations
/// are ranked by.
/// </summary>
/// <remarks>
/// An empty text has an empty translation, of probability 1. A view over the transformer reads rows ahead and translates them together. Where the search gives more than one (<see cref="BeamSearchOptions.Best"/>), <c>Translations</c> are their texts, the best one first, and
/// <c>Scores</c> their scores. Where it keeps attention (<see cref="BeamSearchOptions.KeepAttention"/>), <c>Attention</c> has for each of the
/// <c>TranslationTokens</c> the weights of the <c>SourceTokens</c>, whose last one is the text's end.
/// </remarks>
public sealed class SequenceTranslatingTransformer : WindowedTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTranslating";
    internal const string PredictionKind = "Translation";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTRSL", LoaderSignature);

    private readonly int _keyCount;
    private readonly TranslationOutput[] _outputs;
    private readonly DataViewSchema.DetachedColumn[] _columns;

    /// <param name="environment">The environment.</param>
    /// <param name="featureColumnName">The column of what is translated.</param>
    /// <param name="keyCount">The number of its keys; 0 for text.</param>
    /// <param name="model">The model.</param>
    /// <param name="search">How to search.</param>
    internal SequenceTranslatingTransformer(
        IHostEnvironment environment, string featureColumnName, int keyCount, TranslationModel model, TranslationSearch search)
        : base(environment.Register(nameof(SequenceTranslatingTransformer)), featureColumnName)
    {
        TranslationSearch.Check(search.Options, search.ReplaceUnknown, model.Network.Options.Attention);
        (Model, _keyCount, Search) = (model, keyCount, search);
        _outputs = [.. TranslationOutput.Of(search.Options)];
        _columns = Array.ConvertAll(_outputs, output => new DataViewSchema.DetachedColumn(output.Name, output.Type));
    }

    /// <summary>The network with its tokens.</summary>
    public TranslationModel Model { get; }

    /// <summary>The name of the column of what is translated.</summary>
    public string FeatureColumnName => InputColumnName;

    internal override (int First, int Most) WindowRows => (32, 512);

    /// <summary>The same model with another search, on which the added columns depend.</summary>
    /// <param name="search">How to search; copied.</param>
    /// <param name="replaceUnknown">Whether unknown tokens of a translation become those of the source that were looked at most.</param>
    /// <exception cref="ArgumentException">An option is out of range, or asks for the attention of a model without; the message names it.</exception>
    public SequenceTranslatingTransformer WithSearch(BeamSearchOptions search, bool replaceUnknown = false)
    {
        ArgumentNullException.ThrowIfNull(search);
        return new(Host, FeatureColumnName, _keyCount, Model, new(search.Copy(), replaceUnknown));
    }

    /// <summary>
    /// Writes the encoder and the step of the decoder as two ONNX files, which <see cref="OnnxTranslator"/> searches with as this transformer does. (The
    /// one file of <c>mlContext.Model.SaveAsOnnx</c> takes the likeliest token at each step, as a search of width 1 does.)
    /// </summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="weights">How weights are stored; single precision by default.</param>
    /// <param name="externalWeights">Whether they go to files of their own; see <see cref="OnnxGraph.Save"/>.</param>
    public void SaveTranslatorAsOnnx(string folder, OnnxWeights weights = OnnxWeights.Float32, bool externalWeights = false) =>
        OnnxTranslator.Save(Model, folder, weights, externalWeights);

    /// <summary>How translations are searched for.</summary>
    internal TranslationSearch Search { get; }

    void IOnnxStage.Export(OnnxExport export) => export.Define(this);

    internal static SequenceTranslatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var feature = ctx.LoadNonEmptyString();
        var reader = ctx.Reader;
        var search = TranslationSearch.Load(reader);
        var keyCount = reader.ReadInt32();
        var model = TranslationModel.Load(reader);
        if (keyCount < 0 || keyCount >= model.SourceVocabulary.Count)
        {
            throw new InvalidDataException(
                $"The saved translator of column '{feature}' is over {keyCount} keys; expected 0 (text) to {model.SourceVocabulary.Count - 1}.");
        }

        try
        {
            return new(env, feature, keyCount, model, search);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The saved translator of column '{feature}' is damaged. {e.Message}", e);
        }
    }

    internal override RowWindow MakeWindow(DataViewRow row) => new TranslationWindow(row, FeatureColumnName, Model, Search, _outputs);

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "feature");
        if (_keyCount > 0)
        {
            return column.Type.IsIds() && column.KeyCount() == _keyCount
                ? _columns
                : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Ids} with {_keyCount} values, as in training");
        }

        return column.Type is TextDataViewType ? _columns : throw ColumnTypes.Mismatch(column, "feature", $"{ColumnTypes.Text}, as in training");
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(FeatureColumnName);
        Search.Save(context.Writer);
        context.Writer.Write(_keyCount);
        Model.Save(context.Writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) => throw new NotSupportedException(
        $"{nameof(SequenceTranslatingTransformer)} of column '{InputColumnName}' cannot be exported by ConvertToOnnx, whose operator sets lack what it needs. "
        + "Use mlContext.Model.SaveAsOnnx.");
}
