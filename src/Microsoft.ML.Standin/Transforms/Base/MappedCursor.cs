namespace Microsoft.ML.Data;

/// <summary>A cursor whose rows are those of another, mapped.</summary>
internal sealed class MappedCursor : LinkedCursor
{
    private readonly DataViewRow _row;

    public MappedCursor(DataViewRowCursor input, Func<DataViewRow, bool[], DataViewRow> map, bool[] active)
        : base(input)
    {
        _row = map(input, active);
    }

    public override DataViewSchema Schema => _row.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _row.Dispose();
        }

        base.Dispose(disposing);
    }
}
