using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Onnx.Graphs;
using MLSeq.Text;

[assembly: LoadableClass(typeof(MLSeq.SequenceTokenizingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceTokenizingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Cuts a text into tokens: a scalar of text becomes a variable-size vector of text.</summary>
/// <remarks>A missing or empty text becomes an empty vector.</remarks>
public sealed class SequenceTokenizingTransformer : ColumnTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTokenizer";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTOKN", LoaderSignature);

    internal SequenceTokenizingTransformer(IHostEnvironment environment, string outputColumnName, string inputColumnName, Tokenizer tokenizer)
        : base(environment.Register(nameof(SequenceTokenizingTransformer)), Version, outputColumnName, inputColumnName)
    {
        Tokenizer = tokenizer;
    }

    /// <summary>What cuts the text.</summary>
    public Tokenizer Tokenizer { get; }

    internal static SequenceTokenizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (output, input) = LoadNames(ctx, Version);
        return new(env, output, input, Tokenizer.Load(ctx.Reader));
    }

    void IOnnxStage.Export(OnnxExport export)
    {
        var input = export.Later(InputColumnName);
        export.Define(OutputColumnName, InputColumnName, () => new TokensValue(
            TextGraph.Tokens(export.Graph, export.Text(InputColumnName, input()), Tokenizer)));
    }

    private protected override DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "text");
        return column.Type is TextDataViewType
            ? new(OutputColumnName, new VectorDataViewType(TextDataViewType.Instance))
            : throw ColumnTypes.Mismatch(column, "text", ColumnTypes.Text);
    }

    private protected override Delegate MakeGetter(DataViewRow row)
    {
        var getText = row.GetGetter<ReadOnlyMemory<char>>(row.Schema[InputColumnName]);
        ReadOnlyMemory<char> text = default;
        var tokens = new List<string>();
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            getText(ref text);
            tokens.Clear();
            Tokenizer.Tokenize(text.ToString(), tokens);
            var editor = VBufferEditor.Create(ref value, tokens.Count);
            for (var i = 0; i < tokens.Count; i++)
            {
                editor.Values[i] = tokens[i].AsMemory();
            }

            value = editor.Commit();
        };
        return getter;
    }

    private protected override void SaveTo(BinaryWriter writer) => Tokenizer.Save(writer);

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) =>
        new OnnxContextGraph(context, nameof(SequenceTokenizingTransformer), OutputColumnName)
            .AddTokenizer(InputColumnName, OutputColumnName, Tokenizer);
}
