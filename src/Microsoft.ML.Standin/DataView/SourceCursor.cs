namespace Microsoft.ML.Data;

/// <summary>A cursor that makes its rows itself.</summary>
internal abstract class SourceCursor : DataViewRowCursor
{
    private readonly bool[] _active;
    private readonly Delegate[] _getters;
    private long _position = -1;
    private bool _done;

    protected SourceCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Schema = schema;
        _active = RowAccess.ActiveColumns(schema, columnsNeeded);
        _getters = new Delegate[schema.Count];
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_done)
        {
            return false;
        }

        if (MoveNextCore())
        {
            _position++;
            return true;
        }

        Dispose();
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => RowAccess.IsOf(Schema, column) && _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowAccess.CheckActive(this, column);
        return RowAccess.CheckGetter<TValue>(_getters[column.Index] ??= CreateGetter(column.Index), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new((ulong)RowNumber, 0);
    };

    /// <summary>The number of the row in the order without shuffling, from which its identity is made.</summary>
    protected virtual long RowNumber => _position;

    protected bool IsActive(int column) => _active[column];

    protected abstract bool MoveNextCore();

    /// <summary>A getter of the column's value at the current row.</summary>
    protected abstract Delegate CreateGetter(int column);

    protected void CheckOnRow()
    {
        if (_position < 0 || _done)
        {
            throw new InvalidOperationException("The cursor is not on a row: call MoveNext before getting values.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        _done = true;
        _position = -1;
        base.Dispose(disposing);
    }
}
