using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLSeq.Interop;

/// <summary>Reads a window of rows ahead, computes the added columns and gives its rows one by one, in the source's order.</summary>
internal sealed class WindowedCursor : DataViewRowCursor
{
    private readonly WindowedTransformer _transformer;
    private readonly DataViewRowCursor _source;
    private readonly bool[] _needed;
    private readonly ColumnBuffer?[] _buffers;
    private readonly Delegate?[] _getters;
    private readonly RowWindow? _window;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly List<(long Position, long Batch, DataViewRowId Id)> _rows = [];
    private int _size;
    private int _row = -1;

    /// <param name="transformer">What computes.</param>
    /// <param name="source">The rows, with the columns that are needed and the one that is computed from active.</param>
    /// <param name="schema">The source's columns, then the added ones.</param>
    /// <param name="needed">Which of them are active.</param>
    public WindowedCursor(WindowedTransformer transformer, DataViewRowCursor source, DataViewSchema schema, bool[] needed)
    {
        _transformer = transformer;
        _source = source;
        _needed = needed;
        Schema = schema;
        _getId = source.GetIdGetter();
        var sourceCount = source.Schema.Count;
        _window = needed.AsSpan(sourceCount).Contains(true) ? transformer.MakeWindow(source) : null;
        _buffers = [.. source.Schema.Select(column => needed[column.Index] ? ColumnBuffer.Create(source, column) : null)];
        _getters = [
            .. _buffers.Select(buffer => buffer?.MakeGetter(() => _row)),
            .. _window?.MakeGetters(() => _row, output => needed[sourceCount + output]) ?? new Delegate?[schema.Count - sourceCount],
        ];

        // The first window is small, so that whoever wants a few rows does not wait for many.
        _size = transformer.WindowRows.First;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _row < 0 ? -1 : _rows[_row].Position;

    public override long Batch => _row < 0 ? _source.Batch : _rows[_row].Batch;

    public override bool MoveNext()
    {
        if (_row + 1 < _rows.Count || Fill())
        {
            _row++;
            return true;
        }

        _row = -1;
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _needed[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _rows[_row].Id;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var getter = _getters[column.Index]
            ?? throw new InvalidOperationException($"Column '{column.Name}' is not active; name it among the columns needed.");
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}; asked for {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        _rows.Clear();
        _window?.Clear();
        foreach (var buffer in _buffers)
        {
            buffer?.Clear();
        }

        _row = -1;
        DataViewRowId id = default;
        while (_rows.Count < _size && _source.MoveNext())
        {
            _transformer.CancellationToken.ThrowIfCancellationRequested();
            _getId(ref id);
            _rows.Add((_source.Position, _source.Batch, id));
            _window?.Read();
            foreach (var buffer in _buffers)
            {
                buffer?.Read();
            }
        }

        if (_rows.Count == 0)
        {
            return false;
        }

        _window?.Compute();
        _size = Math.Min(2 * _size, _transformer.WindowRows.Most);
        return true;
    }
}
