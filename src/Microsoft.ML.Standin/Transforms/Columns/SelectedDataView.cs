using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Data with some of the columns of other data.</summary>
internal sealed class SelectedDataView(IDataView source, SelectedColumns columns) : IDataView
{
    public DataViewSchema Schema => columns.OutputSchema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(Schema, columnsNeeded);
        return new MappedCursor(source.GetRowCursor(Sources(active), rand), Map, active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(Schema, columnsNeeded);
        return [.. source.GetRowCursorSet(Sources(active), n, rand).Select(cursor => new MappedCursor(cursor, Map, active))];
    }

    private IEnumerable<DataViewSchema.Column> Sources(bool[] active) => columns.GetDependencies(Schema.Where(c => active[c.Index]));

    private SelectedRow Map(DataViewRow input, bool[] active) => new(input, columns, active);
}
