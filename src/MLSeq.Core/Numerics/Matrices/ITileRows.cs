namespace MLSeq.Numerics.Matrices;

/// <summary>A number of rows known to the compiler, which then leaves out the tile kernel's other rows.</summary>
internal interface ITileRows
{
    static abstract int Value { get; }
}
