namespace MLSeq.Onnx;

/// <summary>What a tensor of an ONNX graph holds. The numbers are those of the format.</summary>
public enum OnnxElementType
{
    /// <summary>Not known, or not a tensor.</summary>
    Undefined = 0,

    /// <summary>Single-precision numbers.</summary>
    Float = 1,

    /// <summary>Unsigned 8-bit integers.</summary>
    UInt8 = 2,

    /// <summary>Signed 8-bit integers.</summary>
    Int8 = 3,

    /// <summary>Unsigned 16-bit integers.</summary>
    UInt16 = 4,

    /// <summary>Signed 16-bit integers.</summary>
    Int16 = 5,

    /// <summary>32-bit integers.</summary>
    Int32 = 6,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>Strings.</summary>
    String = 8,

    /// <summary>Truth values.</summary>
    Bool = 9,

    /// <summary>Half-precision numbers.</summary>
    Float16 = 10,

    /// <summary>Double-precision numbers.</summary>
    Double = 11,

    /// <summary>Unsigned 32-bit integers.</summary>
    UInt32 = 12,

    /// <summary>Unsigned 64-bit integers.</summary>
    UInt64 = 13,
}
