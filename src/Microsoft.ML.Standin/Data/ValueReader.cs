namespace Microsoft.ML.Data;

/// <summary>Reads a column's value as a user's type: its raw type, text as string, vectors as arrays.</summary>
internal static class ValueReader
{
    /// <summary>A <see cref="Func{TResult}"/> of the type, whose values are not shared with the next row.</summary>
    public static Delegate Create(Type memberType, DataViewRow row, DataViewSchema.Column column)
    {
        if (memberType == typeof(string))
        {
            return Texts(row, column);
        }

        if (memberType == typeof(string[]))
        {
            return TextArrays(row, column);
        }

        var item = RowColumns.ItemOf(memberType);
        var method = memberType.IsArray ? nameof(Arrays) : item != null ? nameof(Vectors) : nameof(Values);
        return Generic.Call<Delegate>(typeof(ValueReader), method, [item ?? memberType], row, column);
    }

    private static Func<T> Values<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return value;
        };
    }

    private static Func<VBuffer<T>> Vectors<T>(DataViewRow row, DataViewSchema.Column column) => Values<VBuffer<T>>(row, column);

    private static Func<T[]> Arrays<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            var array = new T[buffer.Length];
            buffer.CopyTo(array);
            return array;
        };
    }

    private static Func<string> Texts(DataViewRow row, DataViewSchema.Column column)
    {
        var read = Values<ReadOnlyMemory<char>>(row, column);
        return () => read().ToString();
    }

    private static Func<string[]> TextArrays(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        return () =>
        {
            getter(ref buffer);
            return [.. buffer.DenseValues().Select(text => text.ToString())];
        };
    }
}
