namespace Microsoft.ML.Data;

/// <summary>What every row does with the columns it is asked for.</summary>
internal static class RowAccess
{
    /// <summary>The getter as one of <typeparamref name="TValue"/>, or an error that names the column and both types.</summary>
    public static ValueGetter<TValue> CheckGetter<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}'; its type {column.Type} has values of '{column.Type.RawType}'.");

    /// <summary>Checks that the column is of the schema and active.</summary>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!IsOf(row.Schema, column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' (index {column.Index}) is not of this row; its columns are {row.Schema}.");
        }

        if (!row.IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this cursor: name it among the columns needed.");
        }
    }

    public static bool IsOf(DataViewSchema schema, DataViewSchema.Column column) =>
        (uint)column.Index < (uint)schema.Count && schema[column.Index].Name == column.Name;

    /// <summary>Which columns of the schema are among those needed.</summary>
    public static bool[] ActiveColumns(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            if (!IsOf(schema, column))
            {
                throw new ArgumentOutOfRangeException(nameof(columnsNeeded), $"Column '{column.Name}' (index {column.Index}) is not of this data; its columns are {schema}.");
            }

            active[column.Index] = true;
        }

        return active;
    }

    /// <summary>The getter of a column as a delegate, for a type that is only known at run time.</summary>
    public static Delegate GetGetter(DataViewRow row, DataViewSchema.Column column) =>
        Generic.Call<Delegate>(typeof(RowAccess), nameof(GetTyped), [column.Type.RawType], row, column);

    private static Delegate GetTyped<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
