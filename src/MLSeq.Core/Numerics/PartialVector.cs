using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLSeq.Numerics;

/// <summary>Reads and writes the first elements of a vector: what is left at the end of a row.</summary>
internal static class PartialVector
{
    /// <summary>
    /// The <paramref name="count"/> floats from <paramref name="source"/> on, then <paramref name="fill"/>. Where the
    /// count is the constant Vector.Count, only a plain load remains.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(ref readonly float source, nint count, float fill = 0) =>
        count == Vector<float>.Count ? Vector.LoadUnsafe(in source) : LoadFirst(in source, count, fill);

    /// <summary>Writes the first <paramref name="count"/> floats of <paramref name="vector"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> vector, ref float destination, nint count)
    {
        if (count == Vector<float>.Count)
        {
            vector.StoreUnsafe(ref destination);
        }
        else
        {
            StoreFirst(vector, ref destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<float> LoadFirst(ref readonly float source, nint count, float fill)
    {
        var vector = Vector.Create(fill);
        ref var elements = ref Unsafe.As<Vector<float>, float>(ref vector);
        for (nint i = 0; i < count; i++)
        {
            Unsafe.Add(ref elements, i) = Unsafe.Add(ref Unsafe.AsRef(in source), i);
        }

        return vector;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreFirst(Vector<float> vector, ref float destination, nint count)
    {
        ref var elements = ref Unsafe.As<Vector<float>, float>(ref vector);
        for (nint i = 0; i < count; i++)
        {
            Unsafe.Add(ref destination, i) = Unsafe.Add(ref elements, i);
        }
    }
}
