using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Sentences;
using MLSeq.Interop;
using MLSeq.Onnx;

[assembly: LoadableClass(typeof(MLSeq.WordVectorTransformer), null, typeof(SignatureLoadModel),
    "", MLSeq.WordVectorTransformer.LoaderSignature)]

namespace MLSeq;

/// <summary>Looks the words of a column up in word vectors: a vector of text or of keys becomes a vector of Single.</summary>
/// <remarks>
/// The column is a vector of known size for pooled outputs, whose slots are named by what they hold, such as <c>Mean.0</c>,
/// and one of variable size per token. A row without words gives zeros, per token one vector of zeros.
/// </remarks>
public sealed class WordVectorTransformer : ColumnTransformer, IOnnxStage
{
    internal const string LoaderSignature = "MLSeqWordVectors";

    private static readonly VersionInfo Version = ComponentVersion.Of("MLSQWVEC", LoaderSignature);

    private readonly DataViewSchema.DetachedColumn _output;

    internal WordVectorTransformer(IHostEnvironment environment, string outputColumnName, string inputColumnName, SentenceEncoding encoding)
        : base(environment.Register(nameof(WordVectorTransformer)), Version, outputColumnName, inputColumnName)
    {
        Encoding = encoding;
        if (encoding.IsPerToken)
        {
            _output = new(outputColumnName, new VectorDataViewType(NumberDataViewType.Single));
            return;
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddNames(AnnotationKinds.SlotNames, SlotNames(encoding));
        _output = new(outputColumnName, new VectorDataViewType(NumberDataViewType.Single, encoding.Width), annotations.ToAnnotations());
    }

    /// <summary>The vectors.</summary>
    public WordVectors Vectors => Encoding.Vectors;

    /// <summary>What the vectors of a row's words become.</summary>
    public WordVectorOutput Output => Encoding.Output;

    /// <summary>What stands for words that the vectors do not have.</summary>
    public UnknownWords UnknownWords => Encoding.UnknownWords;

    internal SentenceEncoding Encoding { get; }

    internal static WordVectorTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var (output, input) = LoadNames(ctx, Version);
        return new(env, output, input, SentenceEncodingFile.Read(ctx.Reader));
    }

    void IOnnxStage.Export(OnnxExport export)
    {
        var input = export.Later(InputColumnName);
        export.Define(OutputColumnName, OnnxRole.Vectors, () => export.WordVectors(OutputColumnName, InputColumnName, input(), Encoding));
    }

    private protected override DataViewSchema.DetachedColumn DescribeOutput(DataViewSchema inputSchema)
    {
        var column = ColumnTypes.Find(inputSchema, InputColumnName, "token");
        if (column.Type.IsIds())
        {
            WordReader.KeyWords(column);
        }
        else if (!column.Type.IsTextVector())
        {
            throw ColumnTypes.Mismatch(column, "token", ColumnTypes.Words);
        }

        return _output;
    }

    private protected override Delegate MakeGetter(DataViewRow row)
    {
        var encoder = new RowEncoder(row, row.Schema[InputColumnName], Encoding);
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            encoder.Read();
            var editor = VBufferEditor.Create(ref value, encoder.Length);
            encoder.Write(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }

    private protected override void SaveTo(BinaryWriter writer) => SentenceEncodingFile.Write(writer, Encoding);

    private protected override void ExportTo(OnnxContext context, DataViewSchema inputSchema) =>
        new OnnxContextGraph(context, nameof(WordVectorTransformer), OutputColumnName)
            .AddWordVectors(inputSchema[InputColumnName], _output, Encoding);

    private static ReadOnlyMemory<char>[] SlotNames(SentenceEncoding encoding)
    {
        string[] kinds = encoding.Output == WordVectorOutput.MinMeanMax ? ["Min", "Mean", "Max"] : [encoding.Output.ToString()];
        return [.. kinds.SelectMany(kind => Enumerable.Range(0, encoding.Dimensions).Select(i => $"{kind}.{i}".AsMemory()))];
    }
}
