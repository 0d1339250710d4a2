namespace Microsoft.ML.Data;

/// <summary>Says that a member of an unsigned integer type holds keys.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>Not supported, as in Microsoft.ML: the number of keys must be known.</summary>
    public KeyTypeAttribute() => throw new NotSupportedException("KeyType needs the number of keys, its count.");

    /// <summary>Keys from 1 to a count.</summary>
    public KeyTypeAttribute(ulong count)
    {
        KeyCount = new(count);
    }

    internal KeyCount KeyCount { get; }
}
