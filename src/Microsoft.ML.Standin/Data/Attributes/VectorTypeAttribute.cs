namespace Microsoft.ML.Data;

/// <summary>The dimensions of a vector member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A vector whose size varies.</summary>
    public VectorTypeAttribute()
    {
    }

    /// <summary>A vector of a size.</summary>
    public VectorTypeAttribute(int size)
    {
        Dims = [size];
    }

    /// <summary>A vector with the shape of a tensor; a dimension of 0 varies.</summary>
    public VectorTypeAttribute(params int[] dimensions)
    {
        Dims = dimensions;
    }

    internal int[] Dims { get; }
}
