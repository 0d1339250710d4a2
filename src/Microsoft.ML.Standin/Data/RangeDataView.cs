namespace Microsoft.ML.Data;

/// <summary>Up to <paramref name="take"/> rows after the first <paramref name="skip"/>.</summary>
internal sealed class RangeDataView(IDataView source, long skip, long take) : IDataView
{
    public DataViewSchema Schema => source.Schema;

    // Which rows are the first would depend on the order.
    public bool CanShuffle => false;

    public long? GetRowCount() => source.GetRowCount() is { } count ? Math.Clamp(count - skip, 0, take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), skip, take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : LinkedCursor(input)
    {
        private long _position = -1;
        private bool _done;

        public override long Position => _done ? -1 : _position;

        public override bool MoveNext()
        {
            for (var i = 0L; _position < 0 && i < skip; i++)
            {
                if (_done || !Input.MoveNext())
                {
                    _done = true;
                }
            }

            if (_done || _position + 1 >= take || !Input.MoveNext())
            {
                _done = true;
                return false;
            }

            _position++;
            return true;
        }
    }
}
