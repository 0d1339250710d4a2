using System.Runtime.Intrinsics;

namespace MLSeq.Numerics.Matrices;

/// <summary>Eight floats: AVX2. Twelve of the 16 registers hold the tile, three what is loaded.</summary>
internal readonly struct Simd256 : ISimd<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static int TileRows => 6;

    public static Vector256<float> Load(ref readonly float source) => Vector256.LoadUnsafe(in source);

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) =>
        Vector256.MultiplyAddEstimate(x, y, z);

    public static void Store(Vector256<float> value, ref float destination) => value.StoreUnsafe(ref destination);
}
