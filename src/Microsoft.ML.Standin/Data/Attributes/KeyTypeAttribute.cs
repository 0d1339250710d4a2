namespace Microsoft.ML.Data;

/// <summary>Says that a member of an unsigned integer type holds keys.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class KeyTypeAttribute : Attribute
{
    /// <summary>As many keys as the member's type can hold.</summary>
    public KeyTypeAttribute()
    {
    }

    /// <summary>Keys from 1 to a count.</summary>
    public KeyTypeAttribute(ulong count)
    {
        KeyCount = new(count);
    }

    internal KeyCount KeyCount { get; }
}
