namespace Microsoft.ML.Data;

/// <summary>Mappers applied one after the other.</summary>
internal sealed class CompositeRowToRowMapper(DataViewSchema inputSchema, IReadOnlyList<IRowToRowMapper> mappers) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => mappers.Count == 0 ? inputSchema : mappers[^1].OutputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        mappers.Reverse().Aggregate(dependingColumns, (needed, mapper) => mapper.GetDependencies(needed));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        var active = new IEnumerable<DataViewSchema.Column>[mappers.Count];
        var needed = activeColumns;
        for (var i = mappers.Count - 1; i >= 0; i--)
        {
            active[i] = [.. needed];
            needed = mappers[i].GetDependencies(active[i]);
        }

        var row = input;
        for (var i = 0; i < mappers.Count; i++)
        {
            row = mappers[i].GetRow(row, active[i]);
        }

        return row;
    }
}
