using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Interop;
using MLSeq.Onnx;
using MLSeq.Text;

[assembly: LoadableClass(typeof(MLSeq.SequenceTokenizingTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.SequenceTokenizingTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Cuts a text into tokens: a scalar of text becomes a variable-size vector of text.</summary>
/// <remarks>A missing or empty text becomes an empty vector.</remarks>
public sealed class SequenceTokenizingTransformer : RowTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqTokenizer";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQTOKN", LoaderSignature);

    internal SequenceTokenizingTransformer(IHostEnvironment environment, string outputColumnName, string inputColumnName, Tokenizer tokenizer)
        : base(environment.Register(nameof(SequenceTokenizingTransformer)), inputColumnName)
    {
        OutputColumnName = outputColumnName;
        Tokenizer = tokenizer;
    }

    /// <summary>The name of the added column.</summary>
    public string OutputColumnName { get; }

    /// <summary>What cuts the text.</summary>
    public Tokenizer Tokenizer { get; }

    internal static SequenceTokenizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var output = ctx.LoadNonEmptyString();
        var input = ctx.LoadNonEmptyString();
        return new(env, output, input, Tokenizer.Load(ctx.Reader));
    }

    void IOnnxStage.Export(OnnxExport export)
    {
        var input = export.Later(InputColumnName);
        export.Define(OutputColumnName, InputColumnName, () => new TokensValue(
            TextGraph.Tokens(export.Graph, export.Text(InputColumnName, input()), Tokenizer)));
    }

    private protected override DataViewSchema.DetachedColumn[] DescribeOutputs(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "text");
        return column.Type is TextDataViewType
            ? [new(OutputColumnName, new VectorDataViewType(TextDataViewType.Instance))]
            : throw ColumnTypes.Mismatch(column, "text", ColumnTypes.Text);
    }

    private protected override Delegate?[] MakeGetters(DataViewRow row, Func<int, bool> isActive)
    {
        if (!isActive(0))
        {
            return [null];
        }

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
        return [getter];
    }

    private protected override void SaveTo(ModelSaveContext context)
    {
        context.SetVersionInfo(Version);
        context.SaveNonEmptyString(OutputColumnName);
        context.SaveNonEmptyString(InputColumnName);
        Tokenizer.Save(context.Writer);
    }

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) =>
        new OnnxContextGraph(context, nameof(SequenceTokenizingTransformer), OutputColumnName)
            .AddTokenizer(InputColumnName, OutputColumnName, Tokenizer);
}
