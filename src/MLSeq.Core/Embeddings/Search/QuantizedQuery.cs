namespace MLSeq.Embeddings.Search;

/// <summary>A query x of length 1 as integers p: x = t p + e.</summary>
internal sealed class QuantizedQuery
{
    private readonly short[] _values;

    /// <param name="query">A vector of any length; that of a zero vector stays zero.</param>
    public QuantizedQuery(ReadOnlySpan<float> query)
    {
        var norm = ExactCosine.Norm(query);
        var inverse = norm == 0 ? 0 : 1 / norm;
        var greatest = 0d;
        foreach (var value in query)
        {
            greatest = Math.Max(greatest, Math.Abs(value * inverse));
        }

        _values = new short[QuantizedRows.Padded(query.Length)];
        Scale = greatest / ByteDot.QueryRange(query.Length);
        var squares = 0d;
        for (var i = 0; i < query.Length && Scale > 0; i++)
        {
            var unit = query[i] * inverse;
            _values[i] = (short)Math.Round(unit / Scale);
            var rest = unit - (Scale * _values[i]);
            squares += rest * rest;
        }

        Error = Math.Sqrt(squares);
    }

    /// <summary>p, zero-padded.</summary>
    public ReadOnlySpan<short> Values => _values;

    /// <summary>t.</summary>
    public double Scale { get; }

    /// <summary>|e|.</summary>
    public double Error { get; }
}
