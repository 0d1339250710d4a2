using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MLSeq.Numerics.Matrices;

/// <summary>
/// The matrix product in blocks that stay in the caches (Goto and van de Geijn, "Anatomy of high-performance matrix
/// multiplication", 2008): a block of A in the second-level cache meets one panel of B after another, each in the first-
/// level cache, tile by tile in registers.
/// </summary>
internal sealed class BlockedMatrixKernel<TSimd, TVector> : MatrixKernel
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // A panel of B of 256 rows is 8 to 32 KiB, a block of A 240 KiB.
    private const int BlockSteps = 256;
    private const int BlockRows = 240;

    public override int PanelWidth => 2 * TSimd.Count;

    [SkipLocalsInit]
    public override void Multiply(
        int m, int n, int k, in LeftOperand a, in RightOperand b, Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias)
    {
        var steps = EvenPart(k, BlockSteps);
        var blocks = (m + BlockRows - 1) / BlockRows;
        var firstTiles = new Tiles(Math.Min(m, BlockRows), TSimd.TileRows);
        var columns = Math.Min(n, b.ColumnsAtOnce(n, PanelWidth, firstTiles.Count, blocks));
        var scratch = MatrixScratch.OfThread;
        var scratchA = scratch.ForLeft(BlockRows * BlockSteps);
        var scratchB = scratch.ForRight((columns + PanelWidth - 1) / PanelWidth * PanelWidth * steps);
        Span<float> edgeTile = stackalloc float[TSimd.TileRows * PanelWidth];
        for (var p = 0; p < k; p += steps)
        {
            var blockK = Math.Min(steps, k - p);
            var addToC = accumulate || p > 0;
            var firstBias = addToC ? default : bias;
            var blockA = default(LeftBlock);
            for (var j = 0; j < n; j += columns)
            {
                var width = Math.Min(columns, n - j);
                var blockB = b.Block(j, width, PanelWidth, p, blockK, firstTiles.Count == 1, scratchB);
                for (var i = 0; i < m; i += BlockRows)
                {
                    var tiles = new Tiles(Math.Min(BlockRows, m - i), TSimd.TileRows);
                    if (blocks > 1 || j == 0)
                    {
                        blockA = a.Block(i, tiles, p, blockK, scratchA);
                    }

                    MultiplyBlock(
                        blockK, tiles, blockA, blockB, width, c[((i * ldc) + j)..], ldc, addToC, firstBias.IsEmpty ? firstBias : firstBias[j..], edgeTile);
                }
            }
        }
    }

    private void MultiplyBlock(
        int k, Tiles tiles, LeftBlock blockA, RightBlock blockB, int columns, Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> bias, Span<float> edgeTile)
    {
        for (int panel = 0, j = 0; j < columns; panel++, j += PanelWidth)
        {
            MultiplyPanel(
                k, tiles, blockA, blockB.Panel(panel), blockB.RowStride, Math.Min(PanelWidth, columns - j), c[j..], ldc, accumulate,
                bias.IsEmpty ? bias : bias[j..], edgeTile);
        }
    }

    private void MultiplyPanel(
        int k, Tiles tiles, LeftBlock blockA, ReadOnlySpan<float> panel, int ldb, int width,
        Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias, Span<float> edgeTile)
    {
        MultiplyGroup(k, 0, tiles.Larger, tiles.Size + 1, blockA, panel, ldb, width, c, ldc, accumulate, bias, edgeTile);
        var row = tiles.Larger * (tiles.Size + 1);
        MultiplyGroup(k, row, tiles.Count - tiles.Larger, tiles.Size, blockA, panel, ldb, width, c, ldc, accumulate, bias, edgeTile);
    }

    /// <summary>The <paramref name="count"/> tiles of <paramref name="rows"/> rows each from <paramref name="row"/> on.</summary>
    private void MultiplyGroup(
        int k, int row, int count, int rows, LeftBlock blockA, ReadOnlySpan<float> panel, int ldb, int width,
        Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias, Span<float> edgeTile)
    {
        if (count == 0)
        {
            return;
        }

        ref var b = ref MemoryMarshal.GetReference(panel);
        if (width == PanelWidth)
        {
            ref var a = ref MemoryMarshal.GetReference(blockA.Tile(row, rows, out var aRow, out var aStep));
            ref var toC = ref MemoryMarshal.GetReference(c[(row * ldc)..]);
            ref readonly var addend = ref (accumulate ? ref toC : ref AddendOf(bias));
            MultiplyTiles(rows, count, k, ref a, aRow, aStep, blockA.Pitch, ref b, ldb, ref toC, ldc, in addend, accumulate ? ldc : 0);
            return;
        }

        for (var end = row + (count * rows); row < end; row += rows)
        {
            ref var a = ref MemoryMarshal.GetReference(blockA.Tile(row, rows, out var aRow, out var aStep));
            ref var toEdge = ref MemoryMarshal.GetReference(edgeTile);
            MultiplyTiles(rows, 1, k, ref a, aRow, aStep, blockA.Pitch, ref b, ldb, ref toEdge, PanelWidth, in Unsafe.NullRef<float>(), 0);
            CopyEdge(rows, width, edgeTile, c[(row * ldc)..], ldc, accumulate, bias);
        }
    }

    private static void MultiplyTiles(
        int rows, int count, nint k, ref readonly float a, nint aRow, nint aStep, nint aPitch, ref readonly float b, nint ldb, ref float c, nint ldc,
        ref readonly float addend, nint ldAddend)
    {
        switch (rows)
        {
            case 1: MultiplyTiles<TileRows.One>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 2: MultiplyTiles<TileRows.Two>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 3: MultiplyTiles<TileRows.Three>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 4: MultiplyTiles<TileRows.Four>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 5: MultiplyTiles<TileRows.Five>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 6: MultiplyTiles<TileRows.Six>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 7: MultiplyTiles<TileRows.Seven>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 8: MultiplyTiles<TileRows.Eight>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 9: MultiplyTiles<TileRows.Nine>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 10: MultiplyTiles<TileRows.Ten>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 11: MultiplyTiles<TileRows.Eleven>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 12: MultiplyTiles<TileRows.Twelve>(count, k, in a, aRow, aStep, aPitch, in b, ldb, ref c, ldc, in addend, ldAddend); break;
        }
    }

    /// <summary>Tiles of as many rows as the compiler knows, one below the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTiles<TRows>(
        int count, nint k, ref readonly float a, nint aRow, nint aStep, nint aPitch, ref readonly float b, nint ldb, ref float c, nint ldc,
        ref readonly float addend, nint ldAddend)
        where TRows : struct, ITileRows
    {
        ref var aNext = ref Unsafe.AsRef(in a);
        ref var addendNext = ref Unsafe.AsRef(in addend);
        for (; count > 0; count--)
        {
            if (TRows.Value == 1)
            {
                TileKernel<TSimd, TVector>.MultiplyRow(k, in aNext, in b, ldb, ref c, in addendNext);
            }
            else
            {
                TileKernel<TSimd, TVector>.Multiply<TRows>(k, in aNext, aRow, aStep, in b, ldb, ref c, ldc, in addendNext, ldAddend);
            }

            aNext = ref Unsafe.Add(ref aNext, aPitch * TRows.Value);
            c = ref Unsafe.Add(ref c, ldc * TRows.Value);
            addendNext = ref Unsafe.Add(ref addendNext, ldAddend * TRows.Value);
        }
    }

    private static ref readonly float AddendOf(ReadOnlySpan<float> bias) =>
        ref bias.IsEmpty ? ref Unsafe.NullRef<float>() : ref MemoryMarshal.GetReference(bias);

    private void CopyEdge(int rows, int width, ReadOnlySpan<float> tile, Span<float> c, int ldc, bool accumulate, ReadOnlySpan<float> bias)
    {
        for (var r = 0; r < rows; r++)
        {
            var from = tile.Slice(r * PanelWidth, width);
            var to = c.Slice(r * ldc, width);
            if (accumulate)
            {
                Vectors.Add(from, to);
            }
            else if (!bias.IsEmpty)
            {
                TensorPrimitives.Add(from, bias[..width], to);
            }
            else
            {
                from.CopyTo(to);
            }
        }
    }

    /// <summary>The largest of as few parts as possible of at most <paramref name="limit"/> that are about equal.</summary>
    private static int EvenPart(int length, int limit)
    {
        var parts = (length + limit - 1) / limit;
        return (length + parts - 1) / parts;
    }
}
