namespace Microsoft.ML.Data;

/// <summary>Data of a schema without rows.</summary>
internal sealed class EmptyDataView(DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(schema, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded) : SourceCursor(schema, columnsNeeded)
    {
        protected override bool MoveNextCore() => false;

        protected override Delegate CreateGetter(int column) =>
            Generic.Call<Delegate>(typeof(Cursor), nameof(NoValue), [Schema[column].Type.RawType]);

        private static ValueGetter<T> NoValue<T>() => (ref T value) => throw new InvalidOperationException("There are no rows.");
    }
}
