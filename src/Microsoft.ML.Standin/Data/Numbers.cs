namespace Microsoft.ML.Data;

/// <summary>Reads columns of any number type as double.</summary>
internal static class Numbers
{
    /// <summary>The column's value: a number, a bool as 0 or 1, a key as its index from 0 on (missing: NaN).</summary>
    public static Func<double> Getter(DataViewRow row, DataViewSchema.Column column) => column.Type.RawType switch
    {
        _ when column.Type is not (NumberDataViewType or KeyDataViewType or BooleanDataViewType) =>
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is a {column.Type}; a number, a key or a Boolean is expected."),
        _ when column.Type is KeyDataViewType => Key(row, column),
        var t when t == typeof(float) => Read<float>(row, column, v => v),
        var t when t == typeof(double) => Read<double>(row, column, v => v),
        var t when t == typeof(bool) => Read<bool>(row, column, v => v ? 1 : 0),
        var t when t == typeof(int) => Read<int>(row, column, v => v),
        var t when t == typeof(uint) => Read<uint>(row, column, v => v),
        var t when t == typeof(long) => Read<long>(row, column, v => v),
        var t when t == typeof(ulong) => Read<ulong>(row, column, v => v),
        var t when t == typeof(short) => Read<short>(row, column, v => v),
        var t when t == typeof(ushort) => Read<ushort>(row, column, v => v),
        var t when t == typeof(sbyte) => Read<sbyte>(row, column, v => v),
        _ => Read<byte>(row, column, v => v),
    };

    /// <summary>Whether the column's value, or any item of it, is NaN or a missing key.</summary>
    public static Func<bool> IsMissing(DataViewRow row, DataViewSchema.Column column)
    {
        var item = DataViewTypes.ItemTypeOf(column.Type);
        var isKey = item is KeyDataViewType;
        if (!isKey && item.RawType != typeof(float) && item.RawType != typeof(double))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is a {column.Type}, which has no missing values.");
        }

        return Generic.Call<Func<bool>>(
            typeof(Numbers), column.Type is VectorDataViewType ? nameof(AnyMissing) : nameof(Missing), [item.RawType], row, column, isKey);
    }

    private static Func<bool> Missing<T>(DataViewRow row, DataViewSchema.Column column, bool isKey)
        where T : System.Numerics.INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return isKey ? T.IsZero(value) : T.IsNaN(value);
        };
    }

    private static Func<bool> AnyMissing<T>(DataViewRow row, DataViewSchema.Column column, bool isKey)
        where T : System.Numerics.INumber<T>
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            if (isKey && !value.IsDense)
            {
                return true;
            }

            foreach (var item in value.GetValues())
            {
                if (isKey ? T.IsZero(item) : T.IsNaN(item))
                {
                    return true;
                }
            }

            return false;
        };
    }

    private static Func<double> Key(DataViewRow row, DataViewSchema.Column column)
    {
        var read = Keys(row, column);
        return () => read() is var key && key == 0 ? double.NaN : key - 1;
    }

    /// <summary>A key column's raw value: 0 where it is missing.</summary>
    public static Func<ulong> Keys(DataViewRow row, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        if (type == typeof(uint))
        {
            return ReadKey<uint>(row, column, v => v);
        }

        return type == typeof(byte) ? ReadKey<byte>(row, column, v => v)
            : type == typeof(ushort) ? ReadKey<ushort>(row, column, v => v)
            : ReadKey<ulong>(row, column, v => v);
    }

    private static Func<double> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return convert(value);
        };
    }

    private static Func<ulong> ReadKey<T>(DataViewRow row, DataViewSchema.Column column, Func<T, ulong> convert)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return convert(value);
        };
    }
}
