using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace MLSeq.Numerics.Matrices;

/// <summary>Four floats: every processor. Arm64 has 32 registers, so a taller tile than x64 with its 16.</summary>
internal readonly struct Simd128 : ISimd<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static int TileRows => AdvSimd.IsSupported ? 8 : 6;

    public static Vector128<float> Load(ref readonly float source) => Vector128.LoadUnsafe(in source);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) =>
        Vector128.MultiplyAddEstimate(x, y, z);

    public static void Store(Vector128<float> value, ref float destination) => value.StoreUnsafe(ref destination);
}
