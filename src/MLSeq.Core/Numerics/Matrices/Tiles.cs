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

    /// <summary>The rows of a tile, but for the first ones, which have one more.</summary>
    public int Size => rows / Count;

    /// <summary>How many of the first tiles have a row more.</summary>
    public int Larger => rows % Count;
}
