using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx;

/// <summary>A column's type, known or promised, as far as it decides which inputs of graphs the column can fill.</summary>
/// <param name="Item">The type of a value, or of a vector's.</param>
/// <param name="IsKey">Whether the values are keys.</param>
/// <param name="IsVector">Whether a row has a vector.</param>
/// <param name="Size">The size of vectors; 0 where it varies or is not known.</param>
internal readonly record struct ColumnForm(Type Item, bool IsKey, bool IsVector, int Size)
{
    private static readonly HashSet<Type> Integers =
        [typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    public static ColumnForm Of(DataViewType type)
    {
        var vector = type as VectorDataViewType;
        var item = vector?.ItemType ?? type;
        return new(item.RawType, item is KeyDataViewType, vector is not null, vector?.Size ?? 0);
    }

    public static ColumnForm Of(SchemaShape.Column column) =>
        new(column.ItemType.RawType, column.IsKey, column.Kind != SchemaShape.Column.VectorKind.Scalar, 0);

    /// <summary>Throws unless a column of a schema can fill an input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, or it is of another type.</exception>
    public static void Check(DataViewSchema schema, string name, OnnxColumn input)
    {
        var column = ColumnTypes.Find(schema, name, "input");
        if (!Of(column.Type).Fills(input))
        {
            throw ColumnTypes.Mismatch(column, "input", $"{Expected(input)}, as the ONNX model's input '{input.Name}'");
        }
    }

    /// <summary>What fills an input, for messages.</summary>
    public static string Expected(OnnxColumn input) => (input.ElementType, input.Width) switch
    {
        (OnnxElementType.String, 1) => ColumnTypes.Text,
        (OnnxElementType.String, null) => ColumnTypes.TextVector,
        (OnnxElementType.Int64 or OnnxElementType.Int32, null) => ColumnTypes.Ids,
        (OnnxElementType.Float, null) => ColumnTypes.Frames,
        (var type, 1) => Name(type),
        (var type, var width) => $"Vector of {Name(type)} of size {width}",
    };

    /// <summary>Whether the column can fill an input.</summary>
    public bool Fills(OnnxColumn input)
    {
        var isRight = input.ElementType switch
        {
            OnnxElementType.String => Item == typeof(ReadOnlyMemory<char>),
            OnnxElementType.Int64 or OnnxElementType.Int32 when input.Width is null => IsKey && Item == typeof(uint),
            OnnxElementType.Int64 or OnnxElementType.Int32 => Integers.Contains(Item),
            OnnxElementType.Bool => Item == typeof(bool),
            OnnxElementType.Double => Item == typeof(double),
            _ => Item == typeof(float) && !IsKey,
        };
        return isRight && input.Width switch
        {
            null => IsVector,
            1 => !IsVector || (input.ElementType != OnnxElementType.String && Size is 0 or 1),
            var width => IsVector && (Size == 0 || Size == width),
        };
    }

    private static string Name(OnnxElementType type) => type switch
    {
        OnnxElementType.String => "String",
        OnnxElementType.Bool => "Boolean",
        OnnxElementType.Double => "Double",
        OnnxElementType.Int64 or OnnxElementType.Int32 => "integers or keys",
        _ => "Single",
    };
}
