namespace MLSeq.Numerics.Matrices;

/// <summary>
/// A vector width: what the matrix kernel needs of Vector128, Vector256 or Vector512. The kernel is generic over it, so
/// that one source serves all widths and tests run each of them on any machine.
/// </summary>
internal interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the register tile, at most 12: as many as the registers hold at two vectors a row.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Load(ref readonly float source);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x y + z, in one instruction where the processor has it.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    static abstract void Store(TVector value, ref float destination);
}
