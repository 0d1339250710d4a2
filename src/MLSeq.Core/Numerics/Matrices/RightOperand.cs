namespace MLSeq.Numerics.Matrices;

/// <summary>The right matrix B [k, n] of a product as it is stored: row by row, [n, k] where transposed, or packed.</summary>
internal readonly ref struct RightOperand
{
    private readonly ReadOnlySpan<float> _values;
    private readonly int _ld;
    private readonly bool _transposed;
    private readonly bool _packed;

    public RightOperand(ReadOnlySpan<float> values, int ld, bool transposed)
    {
        _values = values;
        _ld = ld;
        _transposed = transposed;
    }

    public RightOperand(PackedMatrix matrix)
    {
        _values = matrix.Panels;
        _ld = matrix.K;
        _packed = true;
    }

    /// <summary>
    /// Rows p to p + k of the panel of columns j to j + width, as the tile kernel reads them, the columns past the
    /// matrix' edge being zero: in <paramref name="scratch"/>, or in place where they are stored so already.
    /// </summary>
    /// <param name="j">The panel's first column.</param>
    /// <param name="width">The panel's columns that exist, at most <paramref name="panelWidth"/>.</param>
    /// <param name="panelWidth">The panel's columns.</param>
    /// <param name="p">The first row.</param>
    /// <param name="k">The number of rows.</param>
    /// <param name="readOnce">Whether the panel meets only one tile of A, so that a copy would cost more than it saves.</param>
    /// <param name="scratch">Memory for k rows of the panel.</param>
    /// <param name="ld">The distance between the rows of the result.</param>
    public ReadOnlySpan<float> Panel(
        int j, int width, int panelWidth, int p, int k, bool readOnce, Span<float> scratch, out int ld)
    {
        ld = panelWidth;
        if (_packed)
        {
            return _values.Slice((j * _ld) + (p * panelWidth), k * panelWidth);
        }

        if (readOnce && !_transposed && width == panelWidth)
        {
            ld = _ld;
            return _values[((p * _ld) + j)..];
        }

        scratch = scratch[..(k * panelWidth)];
        if (width < panelWidth)
        {
            scratch.Clear();
        }

        if (_transposed)
        {
            Packing.Columns(width, k, _values[((j * _ld) + p)..], _ld, scratch, panelWidth);
        }
        else
        {
            Packing.Rows(width, k, _values[((p * _ld) + j)..], _ld, scratch, panelWidth);
        }

        return scratch;
    }
}
