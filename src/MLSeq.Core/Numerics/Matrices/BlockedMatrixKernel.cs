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
        ref var b = ref MemoryMarshal.GetReference(panel);
        for (int t = 0, row = 0; t < tiles.Count; t++)
        {
            var rows = tiles.RowsOf(t);
            ref var a = ref MemoryMarshal.GetReference(blockA.Tile(row, rows, out var aRow, out var aStep));
            var tileC = c[(row * ldc)..];
            if (width == PanelWidth)
            {
                ref var toC = ref MemoryMarshal.GetReference(tileC);
                ref readonly var addend = ref (accumulate ? ref toC : ref AddendOf(bias));
                MultiplyTile(rows, k, ref a, aRow, aStep, ref b, ldb, ref toC, ldc, in addend, accumulate ? ldc : 0);
            }
            else
            {
                ref var toEdge = ref MemoryMarshal.GetReference(edgeTile);
                MultiplyTile(rows, k, ref a, aRow, aStep, ref b, ldb, ref toEdge, PanelWidth, in Unsafe.NullRef<float>(), 0);
                CopyEdge(rows, width, edgeTile, tileC, ldc, accumulate, bias);
            }

            row += rows;
        }
    }

    private static void MultiplyTile(
        int rows, nint k, ref readonly float a, nint aRow, nint aStep, ref readonly float b, nint ldb, ref float c, nint ldc,
        ref readonly float addend, nint ldAddend)
    {
        switch (rows)
        {
            case 1: TileKernel<TSimd, TVector>.MultiplyRow(k, in a, in b, ldb, ref c, in addend); break;
            case 2: TileKernel<TSimd, TVector>.Multiply<TileRows.Two>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 3: TileKernel<TSimd, TVector>.Multiply<TileRows.Three>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 4: TileKernel<TSimd, TVector>.Multiply<TileRows.Four>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 5: TileKernel<TSimd, TVector>.Multiply<TileRows.Five>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 6: TileKernel<TSimd, TVector>.Multiply<TileRows.Six>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 7: TileKernel<TSimd, TVector>.Multiply<TileRows.Seven>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 8: TileKernel<TSimd, TVector>.Multiply<TileRows.Eight>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 9: TileKernel<TSimd, TVector>.Multiply<TileRows.Nine>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 10: TileKernel<TSimd, TVector>.Multiply<TileRows.Ten>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 11: TileKernel<TSimd, TVector>.Multiply<TileRows.Eleven>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
            case 12: TileKernel<TSimd, TVector>.Multiply<TileRows.Twelve>(k, in a, aRow, aStep, in b, ldb, ref c, ldc, in addend, ldAddend); break;
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
