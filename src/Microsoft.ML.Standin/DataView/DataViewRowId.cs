namespace Microsoft.ML.Data;

/// <summary>The identity of a row in 128 bits: the same row of the same data has the same one in every pass.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    /// <summary>The lower 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>The upper 64 bits.</summary>
    public readonly ulong High;

    /// <summary>An identity of two halves.</summary>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>An identity made from this one and another, depending on their order.</summary>
    public DataViewRowId Combine(DataViewRowId other)
    {
        var low = Mix(Low ^ Mix(other.Low + 0x9E3779B97F4A7C15));
        var high = Mix(High + Mix(other.High ^ 0xC2B2AE3D27D4EB4F));
        return new(low ^ (high << 1), high ^ (low >> 1));
    }

    /// <summary>An identity derived from this one, different from those of <see cref="Next"/>.</summary>
    public DataViewRowId Fork() => new(Mix(Low ^ 0xD6E8FEB86659FD93), Mix(High + 0xA0761D6478BD642F));

    /// <summary>The next of a series of identities derived from this one.</summary>
    public DataViewRowId Next() => new(Mix(Low + 0x9E3779B97F4A7C15), Mix(High ^ 0xE7037ED1A0B428DB));

    /// <inheritdoc/>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <inheritdoc/>
    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    /// <inheritdoc/>
    public override string ToString() => $"{High:x16}{Low:x16}";

    // The finishing step of splitmix64: every bit of the input reaches every bit of the output.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
