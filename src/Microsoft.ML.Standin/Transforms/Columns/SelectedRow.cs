using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A row with some of the columns of another.</summary>
internal sealed class SelectedRow(DataViewRow input, SelectedColumns columns, bool[] active) : DataViewRow
{
    public override DataViewSchema Schema => columns.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => RowAccess.IsOf(Schema, column) && active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowAccess.CheckActive(this, column);
        return input.GetGetter<TValue>(columns.Source(column));
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
