namespace Microsoft.ML.Data;

/// <summary>Reads one column.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column, read as they are enumerated.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columnName">The column.</param>
    /// <typeparam name="T">The column type's raw type; also string for text, and arrays for vectors.</typeparam>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    /// <summary>The values of a column, read as they are enumerated.</summary>
    /// <param name="data">The data.</param>
    /// <param name="column">The column.</param>
    /// <typeparam name="T">The column type's raw type; also string for text, and arrays for vectors.</typeparam>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        ArgumentNullException.ThrowIfNull(data);
        return RowColumns.Fits(typeof(T), column.Type)
            ? Read<T>(data, column)
            : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' of type {column.Type} cannot be read as {typeof(T)}.");
    }

    private static IEnumerable<T> Read<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var read = (Func<T>)ValueReader.Create(typeof(T), cursor, column);
        while (cursor.MoveNext())
        {
            yield return read();
        }
    }
}
