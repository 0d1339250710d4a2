using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>What columns must be, and the errors that say what they are instead.</summary>
internal static class ColumnTypes
{
    /// <summary>With the unknown token, as many as a saved network may have. Keys that no mapping made may claim any number.</summary>
    private const int MostKeys = (1 << 24) - 1;

    public const string Text = "String";
    public const string TextVector = "Vector of String";
    public const string Ids = "Vector of Key<UInt32>";
    public const string Frames = "Vector of Single";
    public const string IdsOfWords = Ids + " with text as key values (token ids)";
    public const string Words = TextVector + " (tokens) or " + IdsOfWords;
    public const string Features = Ids + " (token ids) or " + Frames + " (frames)";

    /// <summary>Finds a column of a schema's shape or throws.</summary>
    public static SchemaShape.Column Find(SchemaShape schema, string name, string role)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.TryFindColumn(name, out var column) ? column : throw Missing(name, role, schema.Select(c => c.Name));
    }

    /// <summary>Finds a column of a schema or throws.</summary>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema.GetColumnOrNull(name) ?? throw Missing(name, role, schema.Where(c => !c.IsHidden).Select(c => c.Name));
    }

    public static ArgumentOutOfRangeException Mismatch(string name, string role, string expected, string found) =>
        Error($"The {role} column '{name}' is {found}; expected {expected}.");

    public static ArgumentOutOfRangeException Mismatch(SchemaShape.Column column, string role, string expected) =>
        Mismatch(column.Name, role, expected, Describe(column));

    public static ArgumentOutOfRangeException Mismatch(DataViewSchema.Column column, string role, string expected) =>
        Mismatch(column.Name, role, expected, column.Type.ToString()!);

    public static bool IsText(this SchemaShape.Column column) =>
        column is { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: false } && column.ItemType is TextDataViewType;

    public static bool IsTextVector(this SchemaShape.Column column) =>
        column.IsVector() && !column.IsKey && column.ItemType is TextDataViewType;

    public static bool IsIds(this SchemaShape.Column column) =>
        column.IsVector() && column.IsKey && column.ItemType.RawType == typeof(uint);

    public static bool IsFrames(this SchemaShape.Column column) =>
        column.IsVector() && !column.IsKey && column.ItemType.RawType == typeof(float);

    public static bool IsScalar(this SchemaShape.Column column, DataViewType type) =>
        column is { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: false } && column.ItemType.Equals(type);

    public static bool IsTextVector(this DataViewType type) => type is VectorDataViewType { ItemType: TextDataViewType };

    public static bool IsIds(this DataViewType type) =>
        type is VectorDataViewType { ItemType: KeyDataViewType key } && key.RawType == typeof(uint);

    public static bool IsFrames(this DataViewType type) =>
        type is VectorDataViewType { ItemType: NumberDataViewType number } && number.RawType == typeof(float);

    /// <summary>The number of keys of an id column.</summary>
    public static int KeyCount(this DataViewSchema.Column column)
    {
        var key = (KeyDataViewType)((VectorDataViewType)column.Type).ItemType;
        return key.Count <= MostKeys ? (int)key.Count : throw Mismatch(column, "feature", $"keys of at most {MostKeys} values");
    }

    private static bool IsVector(this SchemaShape.Column column) => column.Kind != SchemaShape.Column.VectorKind.Scalar;

    private static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString();
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => item!,
            SchemaShape.Column.VectorKind.Vector => $"Vector of known size of {item}",
            _ => $"Vector of {item}",
        };
    }

    private static ArgumentOutOfRangeException Missing(string name, string role, IEnumerable<string> found) =>
        Error($"There is no {role} column '{name}'. The columns are: {string.Join(", ", found)}.");

#pragma warning disable CA2208 // The parameter is that of the callers, all of which check a schema of that name.
    private static ArgumentOutOfRangeException Error(string message) => new("inputSchema", message);
#pragma warning restore CA2208
}
