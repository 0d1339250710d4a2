using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Maps keys to the values that the column's KeyValues annotations tell. A missing key becomes empty text, NaN, or the
/// default of other types.
/// </summary>
public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "StandinKeyToValue";

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    private KeyToValueMappingTransformer(IHost host, ModelLoadContext ctx)
        : base(host, ctx)
    {
    }

    internal static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new(env.Register(LoaderSignature), ctx);
    }

    private static VersionInfo Version => new("XF KEY2V", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToValueMappingTransformer).Assembly.FullName, LoaderSignature);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override void CheckInputColumn(DataViewSchema inputSchema, int col, int srcCol) => ValueTypeOf(inputSchema[srcCol]);

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(this, schema);

    private static PrimitiveDataViewType ValueTypeOf(DataViewSchema.Column column) =>
        DataViewTypes.ItemTypeOf(column.Type) is KeyDataViewType
        && column.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is VectorDataViewType values
            ? values.ItemType
            : throw ShapeEditor.Mismatch(column.Name, "a key with KeyValues annotations", column.Type.ToString());

    private sealed class Mapper(KeyToValueMappingTransformer parent, DataViewSchema inputSchema) : OneToOneMapperBase(parent.Host, parent, inputSchema)
    {
        protected override DataViewSchema.DetachedColumn[] GetOutputColumnsCore() => [.. parent.ColumnPairs.Select((pair, i) =>
        {
            var input = InputSchema[ColMapNewToOld[i]];
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(input.Annotations, kind => kind == AnnotationUtils.Kinds.SlotNames);
            return new DataViewSchema.DetachedColumn(pair.outputColumnName, DataViewTypes.Reshape(input.Type, ValueTypeOf(input)), annotations.ToAnnotations());
        })];

        protected override Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer)
        {
            disposer = null;
            var column = InputSchema[ColMapNewToOld[iinfo]];
            return Generic.Call<Delegate>(
                typeof(Mapper), column.Type is VectorDataViewType ? nameof(VectorGetter) : nameof(ValueGetter),
                [DataViewTypes.ItemTypeOf(column.Type).RawType, ValueTypeOf(column).RawType], input, column);
        }

        private static ValueGetter<TValue> ValueGetter<TKey, TValue>(DataViewRow input, DataViewSchema.Column column)
            where TKey : System.Numerics.IBinaryInteger<TKey>
        {
            var getter = input.GetGetter<TKey>(column);
            var values = ValuesOf<TValue>(column);
            TKey key = default;
            return (ref TValue value) =>
            {
                getter(ref key);
                value = values[IndexOf(key, values.Length)];
            };
        }

        private static ValueGetter<VBuffer<TValue>> VectorGetter<TKey, TValue>(DataViewRow input, DataViewSchema.Column column)
            where TKey : System.Numerics.IBinaryInteger<TKey>
        {
            var getter = input.GetGetter<VBuffer<TKey>>(column);
            var values = ValuesOf<TValue>(column);
            VBuffer<TKey> keys = default;
            return (ref VBuffer<TValue> value) =>
            {
                getter(ref keys);
                var editor = VBufferEditor.Create(ref value, keys.Length);
                var at = 0;
                foreach (var key in keys.DenseValues())
                {
                    editor.Values[at++] = values[IndexOf(key, values.Length)];
                }

                value = editor.Commit();
            };
        }

        /// <summary>The values by raw key, the missing one first.</summary>
        private static TValue[] ValuesOf<TValue>(DataViewSchema.Column column)
        {
            VBuffer<TValue> values = default;
            column.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref values);
            return [Missing<TValue>(), .. values.DenseValues()];
        }

        private static TValue Missing<TValue>() =>
            typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
            : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN
            : default;

        // A key beyond the count is as good as missing.
        private static int IndexOf<TKey>(TKey key, int length)
            where TKey : System.Numerics.IBinaryInteger<TKey> => key < TKey.CreateSaturating(length) ? int.CreateTruncating(key) : 0;
    }
}
