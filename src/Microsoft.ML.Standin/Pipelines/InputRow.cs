namespace Microsoft.ML.Data;

/// <summary>A row over one object at a time.</summary>
internal sealed class InputRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly IReadOnlyList<RowColumn> _columns;
    private TRow _row;
    private long _position = -1;

    public InputRow(IReadOnlyList<RowColumn> columns)
    {
        _columns = columns;
        Schema = RowObject.SchemaOf(columns);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void Next(TRow row)
    {
        _row = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => RowAccess.IsOf(Schema, column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowAccess.CheckActive(this, column);
        return RowAccess.CheckGetter<TValue>(RowObject.Getter(_columns[column.Index], () => _row), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)_position, 0);
}
