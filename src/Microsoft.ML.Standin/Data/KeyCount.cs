namespace Microsoft.ML.Data;

/// <summary>The number of keys of a key column.</summary>
public sealed class KeyCount
{
    /// <summary>The number, or null for as many as the type can hold.</summary>
    public ulong? Count;

    /// <summary>As many as the type can hold.</summary>
    public KeyCount()
    {
    }

    /// <summary>A number of keys.</summary>
    public KeyCount(ulong count)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        Count = count;
    }
}
