using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Onnx;

/// <summary>Reads the values of a column's current row, one or a vector's, in another type.</summary>
internal static class ColumnValues
{
    public static Func<TValue[]> Of<TItem, TValue>(DataViewRow row, DataViewSchema.Column column, Converter<TItem, TValue> convert)
    {
        if (column.Type is VectorDataViewType)
        {
            var getVector = row.GetGetter<VBuffer<TItem>>(column);
            VBuffer<TItem> vector = default;
            return () =>
            {
                getVector(ref vector);
                return Array.ConvertAll(vector.DenseValues().ToArray(), convert);
            };
        }

        var get = row.GetGetter<TItem>(column);
        TItem value = default!;
        return () =>
        {
            get(ref value);
            return [convert(value)];
        };
    }

    /// <summary>Integers, or keys as they are.</summary>
    /// <exception cref="OverflowException">An unsigned integer of 64 bits is too large, when it is read.</exception>
    public static Func<long[]> WholeNumbers(DataViewRow row, DataViewSchema.Column column) => ColumnForm.Of(column.Type).Item switch
    {
        var type when type == typeof(byte) => Of<byte, long>(row, column, value => value),
        var type when type == typeof(sbyte) => Of<sbyte, long>(row, column, value => value),
        var type when type == typeof(short) => Of<short, long>(row, column, value => value),
        var type when type == typeof(ushort) => Of<ushort, long>(row, column, value => value),
        var type when type == typeof(int) => Of<int, long>(row, column, value => value),
        var type when type == typeof(uint) => Of<uint, long>(row, column, value => value),
        var type when type == typeof(ulong) => Of<ulong, long>(row, column, value => checked((long)value)),
        var type when type == typeof(bool) => Of<bool, long>(row, column, value => value ? 1 : 0),
        _ => Of<long, long>(row, column, value => value),
    };

    /// <summary>Texts, or what keys stand for; "" for a missing key.</summary>
    public static Func<string[]> Texts(DataViewRow row, DataViewSchema.Column column)
    {
        if (ColumnForm.Of(column.Type).IsKey && LabelValues.Of(column) is { Texts: var texts })
        {
            var keys = WholeNumbers(row, column);
            return () => Array.ConvertAll(keys(), key => key > 0 && key <= texts.Count ? texts[(int)key - 1] : string.Empty);
        }

        return ColumnForm.Of(column.Type).Item switch
        {
            var type when type == typeof(ReadOnlyMemory<char>) => Of<ReadOnlyMemory<char>, string>(row, column, value => value.ToString()),
            var type when type == typeof(float) => Of<float, string>(row, column, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(double) => Of<double, string>(row, column, value => value.ToString(CultureInfo.InvariantCulture)),
            var type when type == typeof(bool) => Of<bool, string>(row, column, value => value.ToString()),
            _ => Whole(WholeNumbers(row, column)),
        };

        static Func<string[]> Whole(Func<long[]> values) => () => Array.ConvertAll(values(), value => value.ToString(CultureInfo.InvariantCulture));
    }
}
