namespace Microsoft.ML.Data;

/// <summary>Questions asked of column types all over.</summary>
internal static class DataViewTypes
{
    public static PrimitiveDataViewType FromRawType(Type type) =>
        type == typeof(float) ? NumberDataViewType.Single
        : type == typeof(double) ? NumberDataViewType.Double
        : type == typeof(int) ? NumberDataViewType.Int32
        : type == typeof(uint) ? NumberDataViewType.UInt32
        : type == typeof(long) ? NumberDataViewType.Int64
        : type == typeof(ulong) ? NumberDataViewType.UInt64
        : type == typeof(short) ? NumberDataViewType.Int16
        : type == typeof(ushort) ? NumberDataViewType.UInt16
        : type == typeof(sbyte) ? NumberDataViewType.SByte
        : type == typeof(byte) ? NumberDataViewType.Byte
        : type == typeof(bool) ? BooleanDataViewType.Instance
        : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? TextDataViewType.Instance
        : type == typeof(DateTime) ? DateTimeDataViewType.Instance
        : type == typeof(DateTimeOffset) ? DateTimeOffsetDataViewType.Instance
        : type == typeof(TimeSpan) ? TimeSpanDataViewType.Instance
        : type == typeof(DataViewRowId) ? RowIdDataViewType.Instance
        : null;

    public static PrimitiveDataViewType FromKind(DataKind kind) => FromRawType(kind switch
    {
        DataKind.SByte => typeof(sbyte),
        DataKind.Byte => typeof(byte),
        DataKind.Int16 => typeof(short),
        DataKind.UInt16 => typeof(ushort),
        DataKind.Int32 => typeof(int),
        DataKind.UInt32 => typeof(uint),
        DataKind.Int64 => typeof(long),
        DataKind.UInt64 => typeof(ulong),
        DataKind.Single => typeof(float),
        DataKind.Double => typeof(double),
        DataKind.String => typeof(string),
        DataKind.Boolean => typeof(bool),
        DataKind.TimeSpan => typeof(TimeSpan),
        DataKind.DateTime => typeof(DateTime),
        DataKind.DateTimeOffset => typeof(DateTimeOffset),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of data."),
    });

    public static DataViewType ItemTypeOf(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// <summary>The type with the shape of <paramref name="shape"/> and items of <paramref name="item"/>.</summary>
    public static DataViewType Reshape(DataViewType shape, PrimitiveDataViewType item) =>
        shape is VectorDataViewType vector ? new VectorDataViewType(item, vector.Dimensions) : item;
}
