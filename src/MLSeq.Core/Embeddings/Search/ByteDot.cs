using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLSeq.Embeddings.Search;

/// <summary>Integer dot products of a row of bytes and a query of 16-bit integers.</summary>
internal static class ByteDot
{
    /// <summary>Rows are zero-padded to a multiple of this many values.</summary>
    public const int Step = 16;

    /// <summary>The greatest absolute value of a row.</summary>
    public const int RowRange = 127;

    /// <summary>The greatest absolute value in a query of so many dimensions for which no sum overflows.</summary>
    public static int QueryRange(int dimensions) => Math.Min(short.MaxValue, int.MaxValue / RowRange / dimensions);

    /// <summary>sum row query over a multiple of <see cref="Step"/> values.</summary>
    public static int Of(ref readonly sbyte row, ref readonly short query, int length) =>
        Avx2.IsSupported ? Avx(in row, in query, length) : Portable(in row, in query, length);

    internal static int Portable(ref readonly sbyte row, ref readonly short query, int length)
    {
        var sum = Vector128<int>.Zero;
        for (nuint i = 0; i < (nuint)length; i += Step)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(in row, i));
            sum += Products(low, Vector128.LoadUnsafe(in query, i));
            sum += Products(high, Vector128.LoadUnsafe(in query, i + (Step / 2)));
        }

        return Vector128.Sum(sum);
    }

    private static Vector128<int> Products(Vector128<short> x, Vector128<short> y)
    {
        var (lowOfX, highOfX) = Vector128.Widen(x);
        var (lowOfY, highOfY) = Vector128.Widen(y);
        return (lowOfX * lowOfY) + (highOfX * highOfY);
    }

    private static int Avx(ref readonly sbyte row, ref readonly short query, int length)
    {
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        nuint i = 0;
        for (; i + (2 * Step) <= (nuint)length; i += 2 * Step)
        {
            even += Products(in row, in query, i);
            odd += Products(in row, in query, i + Step);
        }

        if (i < (nuint)length)
        {
            even += Products(in row, in query, i);
        }

        return Vector256.Sum(even + odd);
    }

    private static Vector256<int> Products(ref readonly sbyte row, ref readonly short query, nuint i) =>
        Avx2.MultiplyAddAdjacent(
            Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(in row, i)), Vector256.LoadUnsafe(in query, i));
}
