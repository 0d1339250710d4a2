using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Converts values to another type.</summary>
public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "StandinConvert";

    private readonly PrimitiveDataViewType _type;

    internal TypeConvertingTransformer(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(env.Register(nameof(TypeConvertingTransformer)), columns)
    {
        _type = DataViewTypes.FromKind(outputKind);
    }

    private TypeConvertingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
        _type = TypeCodec.ReadPrimitive(ctx.Reader);
    }

    internal static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env.Register(LoaderSignature), ctx);
    }

    private static VersionInfo Version => new("XF CONVT", 0x00010001, 0x00010001, 0x00010001, typeof(TypeConvertingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        TypeCodec.Write(ctx.Writer, _type);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol)
    {
        var column = inputSchema[srcCol];
        if (!TypeConversion.CanConvert((PrimitiveDataViewType)DataViewTypes.ItemTypeOf(column.Type), _type))
        {
            throw ShapeEditor.Mismatch(column, $"a type that converts to {_type}");
        }
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private sealed class Mapper(TypeConvertingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var input = InputSchema[ColMapNewToOld[i]];
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(input.Annotations, kind => kind == AnnotationUtils.Kinds.SlotNames);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, DataViewTypes.Reshape(input.Type, parent._type), annotations.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = InputSchema[ColMapNewToOld[iinfo]];
            var item = (PrimitiveDataViewType)DataViewTypes.ItemTypeOf(column.Type);
            return Generic.Call<Delegate>(
                typeof(Mapper), column.Type is VectorDataViewType ? nameof(VectorGetter) : nameof(ValueGetter),
                [item.RawType, parent._type.RawType], input, column, TypeConversion.Find(item, parent._type));
        }

        private static ValueGetter<TOut> ValueGetter<TIn, TOut>(DataViewRow input, DataViewSchema.Column column, Func<TIn, TOut> convert)
        {
            var getter = input.GetGetter<TIn>(column);
            TIn source = default;
            return (ref TOut value) =>
            {
                getter(ref source);
                value = convert(source);
            };
        }

        private static ValueGetter<VBuffer<TOut>> VectorGetter<TIn, TOut>(DataViewRow input, DataViewSchema.Column column, Func<TIn, TOut> convert)
        {
            var getter = input.GetGetter<VBuffer<TIn>>(column);
            VBuffer<TIn> source = default;
            return (ref VBuffer<TOut> value) =>
            {
                getter(ref source);
                var editor = VBufferEditor.Create(ref value, source.Length);
                var at = 0;
                foreach (var item in source.DenseValues())
                {
                    editor.Values[at++] = convert(item);
                }

                value = editor.Commit();
            };
        }
    }
}
