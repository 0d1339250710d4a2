using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>Rows that a cursor has read ahead: their source columns, and the added ones once they are computed.</summary>
internal sealed class CursorWindow
{
    private readonly DataViewRowCursor _source;
    private readonly ColumnBuffer?[] _buffers;
    private readonly RowWindow? _added;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly List<(long Position, long Batch, DataViewRowId Id)> _rows = [];

    // Computed, or not begun.
    private Task _computed = Task.CompletedTask;

    /// <param name="source">The rows.</param>
    /// <param name="added">Computes the added columns; null where none is asked for.</param>
    /// <param name="schema">The source's columns, then the added ones.</param>
    /// <param name="needed">Which of them are active.</param>
    /// <param name="row">Gives the place, in this window, of the row that is asked for.</param>
    public CursorWindow(DataViewRowCursor source, RowWindow? added, DataViewSchema schema, bool[] needed, Func<int> row)
    {
        _source = source;
        _added = added;
        _getId = source.GetIdGetter();
        var sourceCount = source.Schema.Count;
        _buffers = [.. source.Schema.Select(column => needed[column.Index] ? ColumnBuffer.Create(source, column) : null)];
        Getters = [
            .. _buffers.Select(buffer => buffer?.MakeGetter(row)),
            .. _added?.MakeGetters(row, output => needed[sourceCount + output]) ?? new Delegate?[schema.Count - sourceCount],
        ];
    }

    /// <summary>The getters of the active columns, null for the others.</summary>
    public Delegate?[] Getters { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<(long Position, long Batch, DataViewRowId Id)> Rows => _rows;

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        _rows.Clear();
        _added?.Clear();
        foreach (var buffer in _buffers)
        {
            buffer?.Clear();
        }
    }

    /// <summary>Reads rows in place of those it has.</summary>
    /// <param name="most">How many, at most.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What the source threw after these rows; null where it did not.</returns>
    public Exception? Fill(int most, CancellationToken cancellationToken)
    {
        Clear();
        try
        {
            DataViewRowId id = default;
            while (_rows.Count < most && _source.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                _added?.Read();
                foreach (var buffer in _buffers)
                {
                    buffer?.Read();
                }

                _getId(ref id);
                _rows.Add((_source.Position, _source.Batch, id));
            }

            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Begins to compute the added columns.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (_added is not null && _rows.Count > 0)
        {
            _computed = Task.Run(() => _added.Compute(cancellationToken), cancellationToken);
        }
    }

    /// <summary>Waits for the added columns.</summary>
    public void Wait() => _computed.GetAwaiter().GetResult();

    /// <summary>Waits until nothing is computed any more.</summary>
    public void WaitForEnd() => _computed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
}
