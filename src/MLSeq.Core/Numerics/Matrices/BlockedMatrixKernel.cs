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
        int m, int n, int k, in LeftOperand a, in RightOperand b, Span<float> c, int ldc, bool accumulate)
    {
        var scratch = MatrixScratch.OfThread;
        var scratchA = scratch.ForLeft(BlockRows * BlockSteps);
        var scratchB = scratch.ForRight(PanelWidth * BlockSteps);
        Span<float> edgeTile = stackalloc float[TSimd.TileRows * PanelWidth];

        var steps = EvenPart(k, BlockSteps);
        for (var p = 0; p < k; p += steps)
        {
            var blockK = Math.Min(steps, k - p);
            var addToC = accumulate || p > 0;
            for (var i = 0; i < m; i += BlockRows)
            {
                var blockM = Math.Min(BlockRows, m - i);
                var tiles = new Tiles(blockM, TSimd.TileRows);
                var blockA = a.Block(i, tiles, p, blockK, scratchA);
                for (var j = 0; j < n; j += PanelWidth)
                {
                    var width = Math.Min(PanelWidth, n - j);
                    var panel = b.Panel(j, width, PanelWidth, p, blockK, tiles.Count == 1, scratchB, out var ldb);
                    MultiplyPanel(blockK, tiles, blockA, panel, ldb, width, c[((i * ldc) + j)..], ldc, addToC, edgeTile);
                }
            }
        }
    }

    private void MultiplyPanel(
        int k, Tiles tiles, LeftBlock blockA, ReadOnlySpan<float> panel, int ldb, int width,
        Span<float> c, int ldc, bool accumulate, Span<float> edgeTile)
    {
        ref var b = ref MemoryMarshal.GetReference(panel);
        for (int t = 0, row = 0; t < tiles.Count; t++)
        {
            var rows = tiles.RowsOf(t);
            ref var a = ref MemoryMarshal.GetReference(blockA.Tile(row, rows, out var aRow, out var aStep));
            var tileC = c[(row * ldc)..];
            if (width == PanelWidth)
            {
                MultiplyTile(rows, k, ref a, aRow, aStep, ref b, ldb, ref MemoryMarshal.GetReference(tileC), ldc, accumulate);
            }
            else
            {
                MultiplyTile(rows, k, ref a, aRow, aStep, ref b, ldb, ref MemoryMarshal.GetReference(edgeTile), PanelWidth, false);
                CopyEdge(rows, width, edgeTile, tileC, ldc, accumulate);
            }

            row += rows;
        }
    }

    private static void MultiplyTile(
        int rows, nint k, ref readonly float a, nint aRow, nint aStep, ref readonly float b, nint ldb, ref float c, nint ldc, bool accumulate)
    {
        switch (rows)
        {
            case 1: TileKernel<TSimd, TVector>.MultiplyRow(k, in a, in b, ldb, ref c, accumulate); break;
            case 2: TileKernel<TSimd, TVector>.Multiply<TileRows.Two>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 3: TileKernel<TSimd, TVector>.Multiply<TileRows.Three>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 4: TileKernel<TSimd, TVector>.Multiply<TileRows.Four>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 5: TileKernel<TSimd, TVector>.Multiply<TileRows.Five>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 6: TileKernel<TSimd, TVector>.Multiply<TileRows.Six>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 7: TileKernel<TSimd, TVector>.Multiply<TileRows.Seven>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 8: TileKernel<TSimd, TVector>.Multiply<TileRows.Eight>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 9: TileKernel<TSimd, TVector>.Multiply<TileRows.Nine>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 10: TileKernel<TSimd, TVector>.Multiply<TileRows.Ten>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 11: TileKernel<TSimd, TVector>.Multiply<TileRows.Eleven>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
            case 12: TileKernel<TSimd, TVector>.Multiply<TileRows.Twelve>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, accumulate); break;
        }
    }

    private void CopyEdge(int rows, int width, ReadOnlySpan<float> tile, Span<float> c, int ldc, bool accumulate)
    {
        for (var r = 0; r < rows; r++)
        {
            var from = tile.Slice(r * PanelWidth, width);
            var to = c.Slice(r * ldc, width);
            if (accumulate)
            {
                Vectors.Add(from, to);
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
