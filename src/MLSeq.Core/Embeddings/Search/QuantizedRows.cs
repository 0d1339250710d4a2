namespace MLSeq.Embeddings.Search;

/// <summary>
/// A block of rows u, brought to length 1, with a byte for each value: u = s q + r. With a query x = t p + e, also of length
/// 1, x u = s t p q + x r + s e q, so that a cosine is s t p q but for at most |r| + |e| (1 + |r|).
/// </summary>
internal sealed class QuantizedRows
{
    /// <summary>The number of rows in a block: as many as keep a core busy for about 0.1 ms.</summary>
    public const int BlockSize = 4096;

    // Over what rounding in float and in the last bits of double can do.
    private const double Slack = 1e-6;

    private readonly int _stride;
    private readonly sbyte[] _values;
    private readonly float[] _scales;
    private readonly float[] _errors;

    public QuantizedRows(WordVectorRows rows, int start, int count)
    {
        _stride = Padded(rows.Dimensions);
        _values = GC.AllocateUninitializedArray<sbyte>(count * _stride);
        (_scales, _errors) = (new float[count], new float[count]);
        var unit = new float[rows.Dimensions];
        for (var i = 0; i < count; i++)
        {
            Quantize(rows[start + i], unit, i);
        }
    }

    public static int Padded(int dimensions) => (dimensions + ByteDot.Step - 1) / ByteDot.Step * ByteDot.Step;

    /// <summary>The least and the greatest cosine that each of the first rows may have.</summary>
    public void Bounds(QuantizedQuery query, Span<float> least, Span<float> greatest)
    {
        ref readonly var values = ref query.Values[0];
        for (var i = 0; i < least.Length; i++)
        {
            var dot = ByteDot.Of(in _values[i * _stride], in values, _stride);
            var cosine = dot * (query.Scale * _scales[i]);
            var error = _errors[i] + (query.Error * (1 + _errors[i])) + Slack;
            (least[i], greatest[i]) = ((float)(cosine - error), (float)(cosine + error));
        }
    }

    private void Quantize(ReadOnlySpan<float> row, Span<float> unit, int index)
    {
        var norm = ExactCosine.Norm(row);
        var inverse = norm == 0 ? 0 : 1 / norm;
        var greatest = 0f;
        for (var j = 0; j < row.Length; j++)
        {
            unit[j] = (float)(row[j] * inverse);
            greatest = Math.Max(greatest, Math.Abs(unit[j]));
        }

        var scale = greatest / ByteDot.RowRange;
        var perScale = scale == 0 ? 0 : 1 / scale;
        var values = _values.AsSpan(index * _stride, _stride);
        var squares = 0d;
        for (var j = 0; j < unit.Length; j++)
        {
            var rounded = MathF.Round(unit[j] * perScale);
            values[j] = (sbyte)rounded;
            var rest = unit[j] - (scale * rounded);
            squares += rest * rest;
        }

        values[unit.Length..].Clear();
        (_scales[index], _errors[index]) = (scale, (float)(Math.Sqrt(squares) * (1 + Slack)));
    }
}
