using System.Runtime.Intrinsics;

namespace MLSeq.Numerics.Matrices;

/// <summary>Sixteen floats: AVX-512. Twenty-four of the 32 registers hold the tile.</summary>
internal readonly struct Simd512 : ISimd<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static int TileRows => 12;

    public static Vector512<float> Load(ref readonly float source) => Vector512.LoadUnsafe(in source);

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
        Vector512.MultiplyAddEstimate(x, y, z);

    public static void Store(Vector512<float> value, ref float destination) => value.StoreUnsafe(ref destination);
}
