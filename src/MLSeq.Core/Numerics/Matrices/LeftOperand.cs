namespace MLSeq.Numerics.Matrices;

/// <summary>The left matrix A [m, k] of a product as it is stored: row by row, or [k, m] where transposed.</summary>
internal readonly ref struct LeftOperand(ReadOnlySpan<float> values, int ld, bool transposed)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>
    /// Rows i to i + rows, columns p to p + k, column by column, as the tile kernel reads them: in
    /// <paramref name="scratch"/>, or in place where they are stored so already.
    /// </summary>
    public ReadOnlySpan<float> Pack(int i, int rows, int p, int k, Span<float> scratch)
    {
        if (transposed)
        {
            Packing.Rows(rows, k, _values[((p * ld) + i)..], ld, scratch, rows);
        }
        else if (rows == 1)
        {
            return _values.Slice((i * ld) + p, k);
        }
        else
        {
            Packing.Columns(rows, k, _values[((i * ld) + p)..], ld, scratch, rows);
        }

        return scratch;
    }
}
