using System.Runtime.CompilerServices;

namespace MLSeq.Numerics.Matrices;

/// <summary>
/// The innermost loop of the matrix product: a tile of C, up to 12 rows by two vectors, stays in registers while k runs.
/// Each step loads two vectors of B and multiplies them by one broadcast element of A a row.
/// </summary>
internal static class TileKernel<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>C[rows, 2 vectors] = A[rows, k] B[k, 2 vectors] + <paramref name="addend"/>.</summary>
    /// <param name="k">The number of steps.</param>
    /// <param name="a">A: element [r, p] is a[r aRow + p aStep].</param>
    /// <param name="aRow">The distance between the rows of A.</param>
    /// <param name="aStep">The distance between the columns of A.</param>
    /// <param name="b">B row by row, rows <paramref name="ldb"/> apart.</param>
    /// <param name="ldb">The distance between the rows of B.</param>
    /// <param name="c">C row by row, rows <paramref name="ldc"/> apart.</param>
    /// <param name="ldc">The distance between the rows of C.</param>
    /// <param name="addend">What is added, row by row, rows <paramref name="ldAddend"/> apart: C itself, or a bias; a null reference for nothing.</param>
    /// <param name="ldAddend">The distance between the rows of what is added; 0 where all get the same row.</param>
    /// <remarks>The rows are written out because only locals live in registers. Compiled at once in full: it is hot from the first call.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows>(
        nint k, ref readonly float a, nint aRow, nint aStep, ref readonly float b, nint ldb, ref float c, nint ldc, ref readonly float addend, nint ldAddend)
        where TRows : struct, ITileRows
    {
        // Three rows from each of these lie one or two distances away, which the processor adds up as it loads.
        ref var aNext = ref Unsafe.AsRef(in a);
        ref var aNext3 = ref Unsafe.Add(ref aNext, 3 * aRow);
        ref var aNext6 = ref Unsafe.Add(ref aNext, 6 * aRow);
        ref var aNext9 = ref Unsafe.Add(ref aNext, 9 * aRow);
        var aRow2 = 2 * aRow;
        ref var bNext = ref Unsafe.AsRef(in b);
        TVector c0L = default, c0R = default;
        TVector c1L = default, c1R = default;
        TVector c2L = default, c2R = default;
        TVector c3L = default, c3R = default;
        TVector c4L = default, c4R = default;
        TVector c5L = default, c5R = default;
        TVector c6L = default, c6R = default;
        TVector c7L = default, c7R = default;
        TVector c8L = default, c8R = default;
        TVector c9L = default, c9R = default;
        TVector c10L = default, c10R = default;
        TVector c11L = default, c11R = default;

        for (; k > 0; k--)
        {
            var left = TSimd.Load(in bNext);
            var right = TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count));
            bNext = ref Unsafe.Add(ref bNext, ldb);

            var x = TSimd.Broadcast(aNext);
            c0L = TSimd.MultiplyAdd(x, left, c0L);
            c0R = TSimd.MultiplyAdd(x, right, c0R);
            if (TRows.Value > 1)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext, aRow));
                c1L = TSimd.MultiplyAdd(x, left, c1L);
                c1R = TSimd.MultiplyAdd(x, right, c1R);
            }

            if (TRows.Value > 2)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext, aRow2));
                c2L = TSimd.MultiplyAdd(x, left, c2L);
                c2R = TSimd.MultiplyAdd(x, right, c2R);
            }

            if (TRows.Value > 3)
            {
                x = TSimd.Broadcast(aNext3);
                c3L = TSimd.MultiplyAdd(x, left, c3L);
                c3R = TSimd.MultiplyAdd(x, right, c3R);
            }

            if (TRows.Value > 4)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext3, aRow));
                c4L = TSimd.MultiplyAdd(x, left, c4L);
                c4R = TSimd.MultiplyAdd(x, right, c4R);
            }

            if (TRows.Value > 5)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext3, aRow2));
                c5L = TSimd.MultiplyAdd(x, left, c5L);
                c5R = TSimd.MultiplyAdd(x, right, c5R);
            }

            if (TRows.Value > 6)
            {
                x = TSimd.Broadcast(aNext6);
                c6L = TSimd.MultiplyAdd(x, left, c6L);
                c6R = TSimd.MultiplyAdd(x, right, c6R);
            }

            if (TRows.Value > 7)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext6, aRow));
                c7L = TSimd.MultiplyAdd(x, left, c7L);
                c7R = TSimd.MultiplyAdd(x, right, c7R);
            }

            if (TRows.Value > 8)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext6, aRow2));
                c8L = TSimd.MultiplyAdd(x, left, c8L);
                c8R = TSimd.MultiplyAdd(x, right, c8R);
            }

            if (TRows.Value > 9)
            {
                x = TSimd.Broadcast(aNext9);
                c9L = TSimd.MultiplyAdd(x, left, c9L);
                c9R = TSimd.MultiplyAdd(x, right, c9R);
            }

            if (TRows.Value > 10)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext9, aRow));
                c10L = TSimd.MultiplyAdd(x, left, c10L);
                c10R = TSimd.MultiplyAdd(x, right, c10R);
            }

            if (TRows.Value > 11)
            {
                x = TSimd.Broadcast(Unsafe.Add(ref aNext9, aRow2));
                c11L = TSimd.MultiplyAdd(x, left, c11L);
                c11R = TSimd.MultiplyAdd(x, right, c11R);
            }

            aNext = ref Unsafe.Add(ref aNext, aStep);
            aNext3 = ref Unsafe.Add(ref aNext3, aStep);
            aNext6 = ref Unsafe.Add(ref aNext6, aStep);
            aNext9 = ref Unsafe.Add(ref aNext9, aStep);
        }

        StoreRow(c0L, c0R, ref c, in addend);
        if (TRows.Value > 1)
        {
            StoreRow(c1L, c1R, ref Unsafe.Add(ref c, 1 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 1 * ldAddend));
        }

        if (TRows.Value > 2)
        {
            StoreRow(c2L, c2R, ref Unsafe.Add(ref c, 2 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 2 * ldAddend));
        }

        if (TRows.Value > 3)
        {
            StoreRow(c3L, c3R, ref Unsafe.Add(ref c, 3 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 3 * ldAddend));
        }

        if (TRows.Value > 4)
        {
            StoreRow(c4L, c4R, ref Unsafe.Add(ref c, 4 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 4 * ldAddend));
        }

        if (TRows.Value > 5)
        {
            StoreRow(c5L, c5R, ref Unsafe.Add(ref c, 5 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 5 * ldAddend));
        }

        if (TRows.Value > 6)
        {
            StoreRow(c6L, c6R, ref Unsafe.Add(ref c, 6 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 6 * ldAddend));
        }

        if (TRows.Value > 7)
        {
            StoreRow(c7L, c7R, ref Unsafe.Add(ref c, 7 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 7 * ldAddend));
        }

        if (TRows.Value > 8)
        {
            StoreRow(c8L, c8R, ref Unsafe.Add(ref c, 8 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 8 * ldAddend));
        }

        if (TRows.Value > 9)
        {
            StoreRow(c9L, c9R, ref Unsafe.Add(ref c, 9 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 9 * ldAddend));
        }

        if (TRows.Value > 10)
        {
            StoreRow(c10L, c10R, ref Unsafe.Add(ref c, 10 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 10 * ldAddend));
        }

        if (TRows.Value > 11)
        {
            StoreRow(c11L, c11R, ref Unsafe.Add(ref c, 11 * ldc), in Unsafe.Add(ref Unsafe.AsRef(in addend), 11 * ldAddend));
        }
    }

    /// <summary>
    /// The same for one row. Its two sums alone would wait for each other, so that four steps of k run side by side.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(
        nint k, ref readonly float a, ref readonly float b, nint ldb, ref float c, ref readonly float addend)
    {
        ref var aNext = ref Unsafe.AsRef(in a);
        ref var bNext = ref Unsafe.AsRef(in b);
        TVector c0L = default, c0R = default;
        TVector c1L = default, c1R = default;
        TVector c2L = default, c2R = default;
        TVector c3L = default, c3R = default;

        for (; k >= 4; k -= 4)
        {
            var x0 = TSimd.Broadcast(Unsafe.Add(ref aNext, 0));
            c0L = TSimd.MultiplyAdd(x0, TSimd.Load(in bNext), c0L);
            c0R = TSimd.MultiplyAdd(x0, TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count)), c0R);
            bNext = ref Unsafe.Add(ref bNext, ldb);

            var x1 = TSimd.Broadcast(Unsafe.Add(ref aNext, 1));
            c1L = TSimd.MultiplyAdd(x1, TSimd.Load(in bNext), c1L);
            c1R = TSimd.MultiplyAdd(x1, TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count)), c1R);
            bNext = ref Unsafe.Add(ref bNext, ldb);

            var x2 = TSimd.Broadcast(Unsafe.Add(ref aNext, 2));
            c2L = TSimd.MultiplyAdd(x2, TSimd.Load(in bNext), c2L);
            c2R = TSimd.MultiplyAdd(x2, TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count)), c2R);
            bNext = ref Unsafe.Add(ref bNext, ldb);

            var x3 = TSimd.Broadcast(Unsafe.Add(ref aNext, 3));
            c3L = TSimd.MultiplyAdd(x3, TSimd.Load(in bNext), c3L);
            c3R = TSimd.MultiplyAdd(x3, TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count)), c3R);
            bNext = ref Unsafe.Add(ref bNext, ldb);

            aNext = ref Unsafe.Add(ref aNext, 4);
        }

        for (; k > 0; k--)
        {
            var x = TSimd.Broadcast(aNext);
            c0L = TSimd.MultiplyAdd(x, TSimd.Load(in bNext), c0L);
            c0R = TSimd.MultiplyAdd(x, TSimd.Load(in Unsafe.Add(ref bNext, TSimd.Count)), c0R);
            aNext = ref Unsafe.Add(ref aNext, 1);
            bNext = ref Unsafe.Add(ref bNext, ldb);
        }

        var sumLeft = TSimd.Add(TSimd.Add(c0L, c1L), TSimd.Add(c2L, c3L));
        var sumRight = TSimd.Add(TSimd.Add(c0R, c1R), TSimd.Add(c2R, c3R));
        StoreRow(sumLeft, sumRight, ref c, in addend);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(TVector left, TVector right, ref float c, ref readonly float addend)
    {
        if (!Unsafe.IsNullRef(in addend))
        {
            left = TSimd.Add(left, TSimd.Load(in addend));
            right = TSimd.Add(right, TSimd.Load(in Unsafe.Add(ref Unsafe.AsRef(in addend), TSimd.Count)));
        }

        TSimd.Store(left, ref c);
        TSimd.Store(right, ref Unsafe.Add(ref c, TSimd.Count));
    }
}
