using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Some of the columns of a schema, and rows of them.</summary>
internal sealed class SelectedColumns : IRowToRowMapper
{
    private readonly DataViewSchema.Column[] _kept;

    public SelectedColumns(DataViewSchema inputSchema, DataViewSchema.Column[] kept)
    {
        InputSchema = inputSchema;
        _kept = kept;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(kept);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column Source(DataViewSchema.Column column) => _kept[column.Index];

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = RowAccess.ActiveColumns(OutputSchema, dependingColumns);
        return [.. _kept.Where((_, i) => active[i])];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) =>
        new SelectedRow(input, this, RowAccess.ActiveColumns(OutputSchema, activeColumns));
}
