namespace Microsoft.ML.Data;

/// <summary>Finds the columns that evaluators read.</summary>
internal static class EvaluatorColumns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentOutOfRangeException(nameof(schema), $"{role} column '{name}' not found; the columns are {schema}.");

    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name, Func<DataViewType, bool> fits, string expected)
    {
        var column = Find(schema, role, name);
        return fits(column.Type)
            ? column
            : throw new ArgumentOutOfRangeException(nameof(schema), $"{role} column '{name}': expected {expected}, got {column.Type}");
    }

    public static DataViewSchema.Column Single(DataViewSchema schema, string role, string name) =>
        Find(schema, role, name, type => type.Equals(NumberDataViewType.Single), "Single");
}
