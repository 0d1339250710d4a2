namespace MLSeq.Embeddings.Subwords;

/// <summary>A matrix that grows row by row, in blocks, so that it never moves and never takes more than it holds.</summary>
internal sealed class RowList(int dimensions)
{
    private const int BlockFloats = 1 << 16;

    private readonly int _rowsPerBlock = Math.Max(1, BlockFloats / dimensions);
    private readonly List<float[]> _blocks = [];

    public int Dimensions => dimensions;

    public int Count { get; private set; }

    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
            return Slot(row);
        }
    }

    public void Add(ReadOnlySpan<float> row)
    {
        if (Count == (long)_blocks.Count * _rowsPerBlock)
        {
            _blocks.Add(new float[_rowsPerBlock * dimensions]);
        }

        row.CopyTo(Slot(Count++));
    }

    private Span<float> Slot(int row)
    {
        var (block, index) = Math.DivRem(row, _rowsPerBlock);
        return _blocks[block].AsSpan(index * dimensions, dimensions);
    }
}
