using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row: values are computed when a getter is called.</summary>
public abstract class DataViewRow : IDisposable
{
    /// <summary>The row's columns.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>The place of the row, from 0 on; -1 before the first and after the last.</summary>
    public abstract long Position { get; }

    /// <summary>The number of the batch that the row is of, where parallel cursors share the rows.</summary>
    public abstract long Batch { get; }

    /// <summary>A getter of the row's identity.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>A getter of a column's value; <typeparamref name="TValue"/> is the column type's raw type.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>Whether the column was asked for, so that it can be got.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>Ends the use of the row.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the use of the row.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
