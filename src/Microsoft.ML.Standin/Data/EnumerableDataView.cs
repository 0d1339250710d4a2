namespace Microsoft.ML.Data;

/// <summary>Data whose rows are objects.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> data, IReadOnlyList<RowColumn> columns) : IDataView
    where TRow : class
{
    public DataViewSchema Schema { get; } = RowObject.SchemaOf(columns);

    public bool CanShuffle => data is IList<TRow>;

    public long? GetRowCount() => data switch
    {
        ICollection<TRow> collection => collection.Count,
        IReadOnlyCollection<TRow> collection => collection.Count,
        _ => null,
    };

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private IEnumerable<(TRow Row, long Number)> Rows(Random rand)
    {
        if (rand == null || data is not IList<TRow> list)
        {
            var number = 0L;
            foreach (var row in data)
            {
                yield return (row, number++);
            }

            yield break;
        }

        var order = Enumerable.Range(0, list.Count).ToArray();
        rand.Shuffle(order);
        foreach (var index in order)
        {
            yield return (list[index], index);
        }
    }

    private sealed class Cursor(EnumerableDataView<TRow> parent, IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand)
        : SourceCursor(parent.Schema, columnsNeeded)
    {
        private IEnumerator<(TRow Row, long Number)> _rows;
        private TRow _row;
        private long _number;

        protected override long RowNumber => _number;

        protected override bool MoveNextCore()
        {
            _rows ??= parent.Rows(rand).GetEnumerator();
            if (!_rows.MoveNext())
            {
                return false;
            }

            (_row, _number) = _rows.Current;
            return _row != null ? true : throw new InvalidOperationException($"Row {_number} is null.");
        }

        protected override Delegate CreateGetter(int column) => RowObject.Getter(parent.Column(column), () =>
        {
            CheckOnRow();
            return _row;
        });

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
            {
                _rows?.Dispose();
            }
        }
    }

    private RowColumn Column(int index) => columns[index];
}
