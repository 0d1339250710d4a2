namespace MLSeq.Interop;

/// <summary>The added columns of the rows that a cursor has read ahead, computed together.</summary>
internal abstract class RowWindow
{
    /// <summary>Forgets the rows.</summary>
    public abstract void Clear();

    /// <summary>Appends the source's current row.</summary>
    public abstract void Read();

    /// <summary>Computes the added columns of the rows that were read. It may run on another thread than <see cref="Read"/>, while another window is read.</summary>
    /// <param name="cancellationToken">Ends it early; its rows are then never asked for.</param>
    public abstract void Compute(CancellationToken cancellationToken);

    /// <summary>Makes the getters of the active added columns, null for the others.</summary>
    /// <param name="row">Gives the place, among those read, of the row that is asked for.</param>
    /// <param name="isActive">Whether a column is asked for.</param>
    public abstract Delegate?[] MakeGetters(Func<int> row, Func<int, bool> isActive);
}
