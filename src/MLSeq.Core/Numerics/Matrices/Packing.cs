using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLSeq.Numerics.Matrices;

/// <summary>Rearranges a strip of a matrix so that the tile kernel reads it from front to back.</summary>
internal static class Packing
{
    /// <summary>packed[p pitch + r] = source[p ld + r] for r &lt; width, p &lt; k: copies rows.</summary>
    public static void Rows(int width, int k, ReadOnlySpan<float> source, int ld, Span<float> packed, int pitch)
    {
        if (k == 0 || width == 0)
        {
            return;
        }

        _ = source[((k - 1) * ld) + width - 1];
        _ = packed[((k - 1) * pitch) + width - 1];
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(packed);
        for (var p = 0; p < k; p++)
        {
            CopyStrip(width, ref from, ref to);
            from = ref Unsafe.Add(ref from, ld);
            to = ref Unsafe.Add(ref to, pitch);
        }
    }

    /// <summary>
    /// packed[s stride + p width + r] = source[p ld + s width + r] for r &lt; width, s &lt; strips, p &lt; k: cuts rows into strips that lie
    /// one after another. Reads the source from front to back, which the processor foresees, where it would not strip by strip.
    /// </summary>
    public static void Strips(int width, int strips, int k, ReadOnlySpan<float> source, int ld, Span<float> packed, int stride)
    {
        if (k == 0 || width == 0 || strips == 0)
        {
            return;
        }

        _ = source[((k - 1) * ld) + (strips * width) - 1];
        _ = packed[((strips - 1) * stride) + (k * width) - 1];
        for (var p = 0; p < k; p++)
        {
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(source), (nint)p * ld);
            ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(packed), (nint)p * width);
            for (var s = 0; s < strips; s++)
            {
                CopyStrip(width, ref from, ref to);
                from = ref Unsafe.Add(ref from, width);
                to = ref Unsafe.Add(ref to, stride);
            }
        }
    }

    /// <summary>packed[p pitch + r] = source[r ld + p] for r &lt; width, p &lt; k: transposes.</summary>
    public static void Columns(int width, int k, ReadOnlySpan<float> source, int ld, Span<float> packed, int pitch)
    {
        if (k == 0 || width == 0)
        {
            return;
        }

        _ = source[((width - 1) * ld) + k - 1];
        _ = packed[((k - 1) * pitch) + width - 1];
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(packed);
        if (width < 4)
        {
            OneByOne(width, k, ref from, ld, ref to, pitch);
            return;
        }

        // The last four rows overlap the ones before where the width is no multiple of four.
        for (var r = 0; r < width; r += 4)
        {
            var first = Math.Min(r, width - 4);
            FourColumns(k, ref Unsafe.Add(ref from, (nint)first * ld), ld, ref Unsafe.Add(ref to, first), pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyStrip(int width, ref float from, ref float to)
    {
        if (width < Vector128<float>.Count)
        {
            for (var r = 0; r < width; r++)
            {
                Unsafe.Add(ref to, r) = Unsafe.Add(ref from, r);
            }

            return;
        }

        // The last vector overlaps the one before where the width is no multiple of four.
        var last = width - Vector128<float>.Count;
        for (var r = 0; r < last; r += Vector128<float>.Count)
        {
            Vector128.LoadUnsafe(ref from, (nuint)r).StoreUnsafe(ref to, (nuint)r);
        }

        Vector128.LoadUnsafe(ref from, (nuint)last).StoreUnsafe(ref to, (nuint)last);
    }

    private static void OneByOne(int width, int k, ref float from, nint ld, ref float to, nint pitch)
    {
        for (nint r = 0; r < width; r++)
        {
            for (nint p = 0; p < k; p++)
            {
                Unsafe.Add(ref to, (p * pitch) + r) = Unsafe.Add(ref from, (r * ld) + p);
            }
        }
    }

    private static void FourColumns(int k, ref float row0, nint ld, ref float to, nint pitch)
    {
        ref var row1 = ref Unsafe.Add(ref row0, ld);
        ref var row2 = ref Unsafe.Add(ref row0, 2 * ld);
        ref var row3 = ref Unsafe.Add(ref row0, 3 * ld);
        nint p = 0;
        for (; p + 4 <= k; p += 4)
        {
            // A 4 by 4 transpose: interleaving rows 0 with 2 and 1 with 3, then the results, gives the columns.
            var x0 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row0, p));
            var x1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row1, p));
            var x2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row2, p));
            var x3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row3, p));
            var even0 = InterleaveLow(x0, x2);
            var even1 = InterleaveHigh(x0, x2);
            var odd0 = InterleaveLow(x1, x3);
            var odd1 = InterleaveHigh(x1, x3);
            InterleaveLow(even0, odd0).StoreUnsafe(ref to);
            InterleaveHigh(even0, odd0).StoreUnsafe(ref Unsafe.Add(ref to, pitch));
            InterleaveLow(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref to, 2 * pitch));
            InterleaveHigh(even1, odd1).StoreUnsafe(ref Unsafe.Add(ref to, 3 * pitch));
            to = ref Unsafe.Add(ref to, 4 * pitch);
        }

        for (; p < k; p++)
        {
            to = Unsafe.Add(ref row0, p);
            Unsafe.Add(ref to, 1) = Unsafe.Add(ref row1, p);
            Unsafe.Add(ref to, 2) = Unsafe.Add(ref row2, p);
            Unsafe.Add(ref to, 3) = Unsafe.Add(ref row3, p);
            to = ref Unsafe.Add(ref to, pitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackLow(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> x, Vector128<float> y) =>
        Sse.IsSupported ? Sse.UnpackHigh(x, y)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);
}
