namespace Microsoft.ML.Data;

/// <summary>The kinds of values that can be asked for by name.</summary>
public enum DataKind : byte
{
    /// <summary>Signed, 8 bits.</summary>
    SByte = 1,

    /// <summary>Unsigned, 8 bits.</summary>
    Byte = 2,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 3,

    /// <summary>Unsigned, 16 bits.</summary>
    UInt16 = 4,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 5,

    /// <summary>Unsigned, 32 bits.</summary>
    UInt32 = 6,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 7,

    /// <summary>Unsigned, 64 bits.</summary>
    UInt64 = 8,

    /// <summary>Floating point, 32 bits.</summary>
    Single = 9,

    /// <summary>Floating point, 64 bits.</summary>
    Double = 10,

    /// <summary>Text.</summary>
    String = 11,

    /// <summary>True or false.</summary>
    Boolean = 12,

    /// <summary>A span of time.</summary>
    TimeSpan = 13,

    /// <summary>A date and time.</summary>
    DateTime = 14,

    /// <summary>A date and time with its offset from UTC.</summary>
    DateTimeOffset = 15,
}
