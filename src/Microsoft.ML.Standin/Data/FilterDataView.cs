namespace Microsoft.ML.Data;

/// <summary>Those rows for which a predicate is true.</summary>
/// <param name="source">The data.</param>
/// <param name="columns">The columns that the predicate reads.</param>
/// <param name="predicate">Makes the predicate for a row that moves.</param>
internal sealed class FilterDataView(IDataView source, DataViewSchema.Column[] columns, Func<DataViewRow, Func<bool>> predicate) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(Schema, columnsNeeded);
        return new Cursor(source.GetRowCursor(Union(active), rand), active, predicate);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = RowAccess.ActiveColumns(Schema, columnsNeeded);
        return [.. source.GetRowCursorSet(Union(active), n, rand).Select(input => new Cursor(input, active, predicate))];
    }

    private IEnumerable<DataViewSchema.Column> Union(bool[] active) => Schema.Where(c => active[c.Index] || columns.Any(own => own.Index == c.Index));

    private sealed class Cursor(DataViewRowCursor input, bool[] active, Func<DataViewRow, Func<bool>> predicate) : LinkedCursor(input)
    {
        private readonly Func<bool> _keep = predicate(input);
        private long _position = -1;

        public override long Position => Input.Position < 0 ? -1 : _position;

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (_keep())
                {
                    _position++;
                    return true;
                }
            }

            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => RowAccess.IsOf(Schema, column) && active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            RowAccess.CheckActive(this, column);
            return base.GetGetter<TValue>(column);
        }
    }
}
