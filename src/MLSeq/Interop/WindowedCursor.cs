using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>
/// Reads a window of rows ahead, computes the added columns and gives its rows one by one, in the source's order. While one window is computed, the next
/// one is read and waits to be computed; the source is read by the thread that moves the cursor.
/// </summary>
internal sealed class WindowedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _source;
    private readonly bool[] _needed;
    private readonly int _most;
    private readonly CancellationTokenSource _end;
    private CursorWindow _current;
    private CursorWindow _next;
    private Exception? _failure;
    private bool _sourceEnded;
    private int _size;
    private int _row = -1;

    /// <param name="transformer">What computes.</param>
    /// <param name="source">The rows, with the columns that are needed and the one that is computed from active.</param>
    /// <param name="schema">The source's columns, then the added ones.</param>
    /// <param name="needed">Which of them are active.</param>
    public WindowedCursor(WindowedTransformer transformer, DataViewRowCursor source, DataViewSchema schema, bool[] needed)
    {
        _source = source;
        _needed = needed;
        _end = CancellationTokenSource.CreateLinkedTokenSource(transformer.CancellationToken);
        Schema = schema;
        _current = MakeWindow();
        _next = MakeWindow();

        // The first window is small, so that whoever wants a few rows does not wait for many.
        (_size, _most) = transformer.WindowRows;

        CursorWindow MakeWindow() => new(
            source, needed.AsSpan(source.Schema.Count).Contains(true) ? transformer.MakeWindow(source) : null, schema, needed, () => _row);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _row < 0 ? -1 : _current.Rows[_row].Position;

    public override long Batch => _row < 0 ? _source.Batch : _current.Rows[_row].Batch;

    public override bool MoveNext()
    {
        _end.Token.ThrowIfCancellationRequested();
        if (_row + 1 < _current.Rows.Count || Advance())
        {
            _row++;
            return true;
        }

        _row = -1;
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _needed[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _current.Rows[_row].Id;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var getter = _current.Getters[column.Index]
            ?? throw new InvalidOperationException($"Column '{column.Name}' is not active; name it among the columns needed.");
        var (window, one) = (_current, getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}; asked for {typeof(TValue)}."));
        var other = (ValueGetter<TValue>)_next.Getters[column.Index]!;
        return (ref TValue value) => (_current == window ? one : other)(ref value);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Whoever disposes of the cursor may dispose of the transformer next.
            _end.Cancel();
            _current.WaitForEnd();
            _next.WaitForEnd();
            _end.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on to the next window.</summary>
    private bool Advance()
    {
        _row = -1;
        if (_current.Rows.Count == 0)
        {
            // Nobody has asked for a row before: the first rows come as soon as they are computed.
            Fill(_current);
        }
        else
        {
            if (_next.Rows.Count == 0)
            {
                Fill(_next);
            }

            (_current, _next) = (_next, _current);
            Fill(_next);
        }

        try
        {
            _current.Wait();
        }
        catch
        {
            // No row comes after one that is missing.
            _sourceEnded = true;
            _current.Clear();
            throw;
        }

        if (_current.Rows.Count > 0)
        {
            return true;
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return false;
    }

    private void Fill(CursorWindow window)
    {
        if (_sourceEnded)
        {
            window.Clear();
            return;
        }

        _failure = window.Fill(_size, _end.Token);
        _sourceEnded = _failure is not null || window.Rows.Count < _size;
        window.Begin(_end.Token);
        _size = (int)Math.Min(8L * _size, _most); // soon large: rows of a large window find others of their length
    }
}
