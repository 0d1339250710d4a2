namespace Microsoft.ML;

/// <summary>A row that moves over the data.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>Goes to the next row; false at the end.</summary>
    public abstract bool MoveNext();
}
