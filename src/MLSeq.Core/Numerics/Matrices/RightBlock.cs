namespace MLSeq.Numerics.Matrices;

/// <summary>Some rows of neighbouring panels of the right matrix, as the tile kernel reads them.</summary>
/// <param name="values">The first panel, and the others <paramref name="stride"/> floats after one another.</param>
/// <param name="stride">The distance between panels.</param>
/// <param name="ld">The distance between rows.</param>
internal readonly ref struct RightBlock(ReadOnlySpan<float> values, int stride, int ld)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>The distance between the rows of a panel.</summary>
    public int RowStride => ld;

    /// <summary>The <paramref name="index"/>-th panel.</summary>
    public ReadOnlySpan<float> Panel(int index) => _values[(index * stride)..];
}
