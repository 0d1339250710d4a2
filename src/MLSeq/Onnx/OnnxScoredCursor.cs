using Microsoft.ML;
using Microsoft.ML.Data;
using MLSeq.Interop;

namespace MLSeq.Onnx;

/// <summary>Reads a window of rows ahead, scores it and gives its rows one by one, in the source's order.</summary>
internal sealed class OnnxScoredCursor : DataViewRowCursor
{
    private readonly SequenceOnnxScoringTransformer _transformer;
    private readonly DataViewRowCursor _source;
    private readonly bool[] _needed;
    private readonly ColumnBuffer?[] _buffers;
    private readonly Delegate?[] _getters;
    private readonly OnnxInputReader? _reader;
    private readonly ValueGetter<DataViewRowId> _getId;
    private readonly List<(long Position, long Batch, DataViewRowId Id)> _rows = [];
    private OnnxScores? _scores;
    private int _window;
    private int _row = -1;

    /// <param name="transformer">What scores.</param>
    /// <param name="source">The rows, with the columns that are needed and the one that goes into the graph active.</param>
    /// <param name="schema">The source's columns, then the graph's outputs.</param>
    /// <param name="needed">Which of them are active.</param>
    public OnnxScoredCursor(SequenceOnnxScoringTransformer transformer, DataViewRowCursor source, DataViewSchema schema, bool[] needed)
    {
        _transformer = transformer;
        _source = source;
        _needed = needed;
        Schema = schema;
        _getId = source.GetIdGetter();
        var sourceCount = source.Schema.Count;
        _buffers = [.. source.Schema.Select(column => needed[column.Index] ? ColumnBuffer.Create(source, column) : null)];
        _getters = [
            .. _buffers.Select(buffer => buffer?.MakeGetter(() => _row)),
            .. transformer.MakeGetters(() => (_scores!, _row), output => needed[sourceCount + output]),
        ];
        _reader = needed.AsSpan(sourceCount).Contains(true) ? transformer.MakeReader(source) : null;

        // The first window is small, so that whoever wants a few rows does not wait for many.
        _window = Math.Min(transformer.Options.BatchSize, transformer.Options.WindowSize);
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
        _reader?.Clear();
        foreach (var buffer in _buffers)
        {
            buffer?.Clear();
        }

        _row = -1;
        DataViewRowId id = default;
        while (_rows.Count < _window && _source.MoveNext())
        {
            _transformer.Options.CancellationToken.ThrowIfCancellationRequested();
            _getId(ref id);
            _rows.Add((_source.Position, _source.Batch, id));
            _reader?.Read();
            foreach (var buffer in _buffers)
            {
                buffer?.Read();
            }
        }

        if (_rows.Count == 0)
        {
            return false;
        }

        _scores = _reader?.Score(_transformer.Scorer, _transformer.Options.CancellationToken);
        _window = Math.Min(2 * _window, _transformer.Options.WindowSize);
        return true;
    }
}
