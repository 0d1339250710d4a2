using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Text;

[assembly: LoadableClass(typeof(MLSeq.TokenIdMappingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.TokenIdMappingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Looks tokens up in a vocabulary: a vector of text becomes a variable-size vector of keys.</summary>
/// <remarks>
/// Key 1 is the vocabulary's first entry and so on; key 0, ML.NET's missing value, is the unknown token. The column
/// carries the entries as its key values, so <c>MapKeyToValue</c> reads the tokens back.
/// </remarks>
public sealed class TokenIdMappingTransformer : ColumnTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTokenIds";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTKID", LoaderSignature);

    private readonly DataViewSchema.DetachedColumn _output;

    internal TokenIdMappingTransformer(IHostEnvironment environment, string outputColumnName, string inputColumnName, Vocabulary vocabulary)
        : base(environment.Register(nameof(TokenIdMappingTransformer)), Version, outputColumnName, inputColumnName)
    {
        Vocabulary = vocabulary;
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddNames(AnnotationKinds.KeyValues, [.. vocabulary.Skip(1).Select(entry => entry.AsMemory())]);
        _output = new(
            outputColumnName,
            new VectorDataViewType(new KeyDataViewType(typeof(uint), vocabulary.Count - 1)),
            annotations.ToAnnotations());
    }

    /// <summary>The entries; the entry of id 0 is the unknown token.</summary>
    public Vocabulary Vocabulary { get; }

    internal static TokenIdMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (output, input) = LoadNames(ctx, Version);
        var vocabulary = Vocabulary.Load(ctx.Reader);
        return vocabulary.Count > 1
            ? new(env, output, input, vocabulary)
            : throw new InvalidDataException($"The saved vocabulary of column '{output}' has no entry.");
    }

    void IOnnxStage.Export(OnnxExport export) => export.Define(OutputColumnName, InputColumnName, Vocabulary);

    private protected override DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "token");
        return column.Type.IsTextVector() ? _output : throw ColumnTypes.Mismatch(column, "token", ColumnTypes.TextVector);
    }

    private protected override Delegate MakeGetter(DataViewRow row)
    {
        var getTokens = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(row.Schema[InputColumnName]);
        VBuffer<ReadOnlyMemory<char>> tokens = default;
        ValueGetter<VBuffer<uint>> getter = (ref VBuffer<uint> value) =>
        {
            getTokens(ref tokens);
            var editor = VBufferEditor.Create(ref value, tokens.Length);
            editor.Values.Clear();
            var texts = tokens.GetValues();
            var indices = tokens.GetIndices();
            for (var i = 0; i < texts.Length; i++)
            {
                editor.Values[tokens.IsDense ? i : indices[i]] = (uint)Vocabulary.GetId(texts[i].Span);
            }

            value = editor.Commit();
        };
        return getter;
    }

    private protected override void SaveTo(BinaryWriter writer) => Vocabulary.Save(writer);

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) =>
        new OnnxContextGraph(context, nameof(TokenIdMappingTransformer), OutputColumnName)
            .AddVocabulary(InputColumnName, OutputColumnName, Vocabulary);
}
