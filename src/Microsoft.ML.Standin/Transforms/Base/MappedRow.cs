namespace Microsoft.ML.Data;

/// <summary>A row with the columns of another and those of getters over it.</summary>
internal sealed class MappedRow(DataViewRow input, DataViewSchema schema, bool[] active, Delegate[] getters, Action disposer) : DataViewRow
{
    private Action _disposer = disposer;

    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => RowAccess.IsOf(schema, column) && active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowAccess.CheckActive(this, column);
        var own = column.Index - input.Schema.Count;
        return own < 0 ? input.GetGetter<TValue>(input.Schema[column.Index]) : RowAccess.CheckGetter<TValue>(getters[own], column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposer?.Invoke();
            _disposer = null;
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
