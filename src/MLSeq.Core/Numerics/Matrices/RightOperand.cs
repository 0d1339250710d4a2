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
    /// How many columns to take at a time against <paramref name="tiles"/> tiles of A in <paramref name="blocks"/> blocks: as many as there
    /// are where nothing needs to be copied; else so few that the copy stays in the second-level cache, but where several blocks
    /// of A share it.
    /// </summary>
    public int ColumnsAtOnce(int n, int panelWidth, int tiles, int blocks)
    {
        const int Shared = 2048;
        const int CacheFriendly = 256;
        return _packed ? n
            : blocks > 1 ? Shared
            : _transposed || tiles == 1 ? panelWidth
            : CacheFriendly;
    }

    /// <summary>
    /// Rows p to p + k of the columns j to j + <paramref name="columns"/>, the columns past the matrix' edge being zero: in
    /// <paramref name="scratch"/>, or in place where they are stored as the tile kernel reads them.
    /// </summary>
    /// <param name="j">The first column, a multiple of the panels' width.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="panelWidth">The columns of a panel.</param>
    /// <param name="p">The first row.</param>
    /// <param name="k">The number of rows.</param>
    /// <param name="readOnce">Whether each panel meets only one tile of A, so that a copy would cost more than it saves.</param>
    /// <param name="scratch">Memory for k rows of the panels.</param>
    public RightBlock Block(int j, int columns, int panelWidth, int p, int k, bool readOnce, Span<float> scratch)
    {
        if (_packed)
        {
            return new(_values[((j * _ld) + (p * panelWidth))..], _ld * panelWidth, panelWidth);
        }

        if (readOnce && !_transposed && columns == panelWidth)
        {
            return new(_values[((p * _ld) + j)..], panelWidth, _ld);
        }

        var stride = k * panelWidth;
        var whole = columns / panelWidth;
        if (_transposed)
        {
            for (var panel = 0; panel < whole; panel++)
            {
                Packing.Columns(panelWidth, k, Column(j + (panel * panelWidth), p), _ld, scratch[(panel * stride)..], panelWidth);
            }
        }
        else
        {
            Packing.Strips(panelWidth, whole, k, Column(j, p), _ld, scratch, stride);
        }

        var edge = columns - (whole * panelWidth);
        if (edge > 0)
        {
            var panel = scratch.Slice(whole * stride, stride);
            var source = Column(j + (whole * panelWidth), p);
            panel.Clear();
            if (_transposed)
            {
                Packing.Columns(edge, k, source, _ld, panel, panelWidth);
            }
            else
            {
                Packing.Rows(edge, k, source, _ld, panel, panelWidth);
            }
        }

        return new(scratch, stride, panelWidth);
    }

    /// <summary>The matrix from column j of row p on.</summary>
    private ReadOnlySpan<float> Column(int j, int p) => _transposed ? _values[((j * _ld) + p)..] : _values[((p * _ld) + j)..];
}
