using Microsoft.ML.OnnxRuntime;

namespace MLSeq.Onnx.Scoring;

/// <summary>Collects one output of a model from batches whose rows are in any order.</summary>
internal abstract class ScoreColumn(string name)
{
    public string Name => name;

    public abstract Type ElementType { get; }

    public static ScoreColumn Create(OnnxColumn column, int rows) => column.ElementType switch
    {
        OnnxElementType.Float or OnnxElementType.Double => new ScoreColumn<float>(column, rows),
        OnnxElementType.String => new ScoreColumn<string>(column, rows),
        OnnxElementType.Int64 or OnnxElementType.Int32 or OnnxElementType.Bool or OnnxElementType.UInt8 or OnnxElementType.Int8 =>
            new ScoreColumn<long>(column, rows),
        _ => throw new NotSupportedException($"The output '{column.Name}' has an element type that is not supported."),
    };

    /// <summary>Takes a batch's output.</summary>
    /// <param name="value">The output.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="steps">
    /// The batch's time steps and each row's own, where the model is told them, else 0 and none; 0 and each row's own where the model tells these.
    /// </param>
    /// <param name="model">The model's name, for messages.</param>
    public abstract void Take(OrtValue value, ReadOnlySpan<int> rows, (int Padded, int[] Own) steps, string model);
}

/// <summary>A column of values of one type.</summary>
internal sealed class ScoreColumn<T> : ScoreColumn
{
    private readonly OnnxColumn _column;
    private readonly T[] _flat = [];
    private readonly T[][] _rows = [];
    private T[]? _joined;

    public ScoreColumn(OnnxColumn column, int rows)
        : base(column.Name)
    {
        _column = column;
        if (column.Width is int width)
        {
            _flat = new T[checked(rows * width)];
        }
        else
        {
            _rows = new T[rows][];
        }
    }

    public override Type ElementType => typeof(T);

    public T[] All => _column.Width is null ? _joined ??= JoinRows() : _flat;

    public ReadOnlySpan<T> Row(int row) =>
        _column.Width is int width ? _flat.AsSpan(checked(row * width), width) : _rows[row];

    public override void Take(OrtValue value, ReadOnlySpan<int> rows, (int Padded, int[] Own) steps, string model)
    {
        long[] shape = value.GetTensorTypeAndShape().Shape;
        if (shape.Length == 0 || shape[0] != rows.Length)
        {
            throw new InvalidOperationException(
                $"The output '{Name}' of {model} has the shape [{string.Join(", ", shape)}] for {rows.Length} rows; expected one row for each.");
        }

        int width = (int)shape[1..].Aggregate(1L, (a, b) => a * b);
        if (_column.Width is int declared && declared != width)
        {
            throw new InvalidOperationException(
                $"The output '{Name}' of {model} has {width} values a row; the model declares {declared}.");
        }

        // What follows a row's own time steps says nothing.
        bool perStep = _column.Width is null && _column.RowShape[0] < 0 && steps.Own.Length > 0 && (steps.Padded == 0 || shape[1] == steps.Padded);
        T[] values = Read(value);
        for (int i = 0; i < rows.Length; i++)
        {
            var row = values.AsSpan(i * width, perStep ? width / (int)shape[1] * steps.Own[i] : width);
            if (_column.Width is null)
            {
                _rows[rows[i]] = row.ToArray();
            }
            else
            {
                row.CopyTo(_flat.AsSpan(rows[i] * width));
            }
        }
    }

    private T[] Read(OrtValue value)
    {
        object values = _column.ElementType switch
        {
            OnnxElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
            OnnxElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), v => (float)v),
            OnnxElementType.String => value.GetStringTensorAsArray(),
            OnnxElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
            OnnxElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), v => (long)v),
            OnnxElementType.Int8 => Array.ConvertAll(value.GetTensorDataAsSpan<sbyte>().ToArray(), v => (long)v),
            OnnxElementType.UInt8 => Array.ConvertAll(value.GetTensorDataAsSpan<byte>().ToArray(), v => (long)v),
            _ => Array.ConvertAll(value.GetTensorDataAsSpan<bool>().ToArray(), v => v ? 1L : 0L),
        };
        return (T[])values;
    }

    private T[] JoinRows()
    {
        foreach (T[] row in _rows)
        {
            if (row.Length != _rows[0].Length)
            {
                throw new ArgumentException($"The rows of the output '{Name}' differ in width; take them one by one.");
            }
        }

        return [.. _rows.SelectMany(r => r)];
    }
}
