namespace MLSeq.Numerics.Matrices;

/// <summary>The left matrix A [m, k] of a product as it is stored: row by row, or [k, m] where transposed.</summary>
internal readonly ref struct LeftOperand(ReadOnlySpan<float> values, int ld, bool transposed)
{
    // So few rows stay in the caches as they lie; more, far apart, would push each other out.
    private const int LargestInPlace = 128;

    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>The rows of <paramref name="tiles"/> from row i on, columns p to p + k: in place, or in <paramref name="scratch"/>.</summary>
    public LeftBlock Block(int i, Tiles tiles, int p, int k, Span<float> scratch)
    {
        if (!transposed && tiles.Rows <= LargestInPlace)
        {
            return new LeftBlock(_values[((i * ld) + p)..], ld);
        }

        if (transposed)
        {
            var (larger, size) = (tiles.Larger, tiles.Size);
            var source = _values[((p * ld) + i)..];
            Packing.Strips(size + 1, larger, k, source, ld, scratch, (size + 1) * k);
            var row = larger * (size + 1);
            Packing.Strips(size, tiles.Count - larger, k, source[row..], ld, scratch[(row * k)..], size * k);
            return LeftBlock.Packed(scratch, k);
        }

        for (int t = 0, row = 0; t < tiles.Count; t++)
        {
            var rows = tiles.Size + (t < tiles.Larger ? 1 : 0);
            Packing.Columns(rows, k, _values[(((i + row) * ld) + p)..], ld, scratch[(row * k)..], rows);
            row += rows;
        }

        return LeftBlock.Packed(scratch, k);
    }
}
