using Microsoft.ML.Data;
using MLSeq.Onnx;

namespace MLSeq.Interop;

/// <summary>ML.NET's types in a graph.</summary>
internal static class StockTypes
{
    /// <summary>What a tensor of values of a type holds; <see cref="OnnxElementType.Undefined"/> where there is no such tensor.</summary>
    public static OnnxElementType ElementType(Type type) => type switch
    {
        _ when type == typeof(float) => OnnxElementType.Float,
        _ when type == typeof(double) => OnnxElementType.Double,
        _ when type == typeof(bool) => OnnxElementType.Bool,
        _ when type == typeof(sbyte) => OnnxElementType.Int8,
        _ when type == typeof(byte) => OnnxElementType.UInt8,
        _ when type == typeof(short) => OnnxElementType.Int16,
        _ when type == typeof(ushort) => OnnxElementType.UInt16,
        _ when type == typeof(int) => OnnxElementType.Int32,
        _ when type == typeof(uint) => OnnxElementType.UInt32,
        _ when type == typeof(long) => OnnxElementType.Int64,
        _ when type == typeof(ulong) => OnnxElementType.UInt64,
        _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => OnnxElementType.String,
        _ => OnnxElementType.Undefined,
    };

    /// <summary>What a column's values, or the items of its vectors, are in a graph.</summary>
    public static OnnxElementType ElementType(DataViewType type) => ElementType(((type as VectorDataViewType)?.ItemType ?? type).RawType);

    /// <summary>How many values a row of a column has; 0 where that varies.</summary>
    public static int Width(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>The shape of a column as ML.NET's exporter has it: rows of any number, then the row's dimensions.</summary>
    public static List<long> Shape(DataViewType type) => type switch
    {
        VectorDataViewType { Size: > 1 } vector => [-1, .. vector.Dimensions.Select(size => (long)size)],
        _ => [-1, 1],
    };
}
