using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Cuts text, or each text of a vector, at separators.</summary>
public sealed class WordTokenizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "StandinWords";

    private readonly char[] _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName) pair, char[] separators)
        : base(env.Register(nameof(WordTokenizingTransformer)), pair)
    {
        _separators = separators;
    }

    private WordTokenizingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _separators = ctx.LoadString().ToCharArray();
    }

    internal static WordTokenizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env.Register(LoaderSignature), ctx);
    }

    private static VersionInfo Version => new("XF WORDS", 0x00010001, 0x00010001, 0x00010001, typeof(WordTokenizingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        ctx.SaveString(new string(_separators));
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        if (DataViewTypes.ItemTypeOf(inputSchema[srcCol].Type) is not TextDataViewType)
        {
            throw ShapeEditor.Mismatch(inputSchema[srcCol], "String or Vector of String");
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(WordTokenizingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() =>
            [.. parent.ColumnPairs.Select(pair => new DataViewSchema.DetachedColumn(pair.outputColumnName, new VectorDataViewType(TextDataViewType.Instance)))];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var read = TextReaders.Create(input, InputSchema[ColMapNewToOld[iinfo]]);
            var words = new List<ReadOnlyMemory<char>>();
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                words.Clear();
                foreach (var text in read().GetValues())
                {
                    Cut(text, words);
                }

                var editor = VBufferEditor.Create(ref value, words.Count);
                words.CopyTo(editor.Values);
                value = editor.Commit();
            });
        }

        private void Cut(ReadOnlyMemory<char> text, List<ReadOnlyMemory<char>> words)
        {
            foreach (var range in text.Span.SplitAny(parent._separators))
            {
                var word = text[range];
                if (word.Length > 0)
                {
                    words.Add(word);
                }
            }
        }
    }
}
