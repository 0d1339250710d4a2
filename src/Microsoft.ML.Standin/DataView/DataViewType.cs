namespace Microsoft.ML.Data;

/// <summary>The type of a column: what its values are in memory and what they mean.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    /// <summary>The .NET type of the values that a getter of such a column fills.</summary>
    public Type RawType { get; }

    /// <summary>Whether the other type is the same column type.</summary>
    public abstract bool Equals(DataViewType other);
}
