namespace Microsoft.ML.Data;

/// <summary>How estimators check input columns and write output columns of a schema shape.</summary>
internal static class ShapeEditor
{
    public static SchemaShape.Column Find(this SchemaShape shape, string name)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.TryFindColumn(name, out var column)
            ? column
            : throw new ArgumentOutOfRangeException(nameof(shape), $"Could not find input column '{name}'; the columns are {string.Join(", ", shape.Select(c => c.Name))}.");
    }

    /// <summary>The error of a column whose type does not fit.</summary>
    public static Exception Mismatch(string name, string expected, string found) =>
        new ArgumentOutOfRangeException("inputSchema", $"Schema mismatch for input column '{name}': expected {expected}, got {found}");

    public static Exception Mismatch(DataViewSchema.Column column, string expected) => Mismatch(column.Name, expected, column.Type.ToString());

    /// <summary>The shape with the columns added, or in place of those with their names.</summary>
    public static SchemaShape With(this SchemaShape shape, params IEnumerable<SchemaShape.Column> columns)
    {
        var all = shape.ToDictionary(c => c.Name);
        foreach (var column in columns)
        {
            all[column.Name] = column;
        }

        return new(all.Values);
    }

    public static SchemaShape.Column Renamed(this SchemaShape.Column column, string name) =>
        new(name, column.Kind, column.ItemType, column.IsKey, column.Annotations);

    public static SchemaShape Only(this SchemaShape annotations, params string[] kinds) => new(annotations.Where(c => kinds.Contains(c.Name)));
}
