using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Matrices;

/// <summary>
/// A block's rows in as few tiles as possible that differ by at most one row: a lone last row would use the processor
/// badly.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Tiles(int rows, int limit)
{
    public int Rows => rows;

    public int Count { get; } = (rows + limit - 1) / limit;

    public int RowsOf(int tile) => (rows / Count) + (tile < rows % Count ? 1 : 0);
}
