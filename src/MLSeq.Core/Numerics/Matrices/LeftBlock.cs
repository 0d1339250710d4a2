namespace MLSeq.Numerics.Matrices;

/// <summary>
/// A block of the left matrix, as the tile kernel reads it: rows <paramref name="pitch"/> apart in place, or packed tile after
/// tile, each column by column.
/// </summary>
internal readonly ref struct LeftBlock(ReadOnlySpan<float> values, int pitch)
{
    private readonly ReadOnlySpan<float> _values = values;

    private bool IsPacked { get; init; }

    /// <summary>How far the first elements of tiles lie apart, for each of their rows.</summary>
    public int Pitch => pitch;

    /// <summary>Tiles of <paramref name="k"/> columns, packed.</summary>
    public static LeftBlock Packed(ReadOnlySpan<float> values, int k) => new(values, k) { IsPacked = true };

    /// <summary>The tile of <paramref name="rows"/> rows from <paramref name="row"/> on: element [r, p] is at r rowStride + p step.</summary>
    public ReadOnlySpan<float> Tile(int row, int rows, out int rowStride, out int step)
    {
        (rowStride, step) = IsPacked ? (1, rows) : (pitch, 1);
        return _values[(row * pitch)..];
    }
}
