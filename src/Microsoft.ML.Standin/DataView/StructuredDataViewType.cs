namespace Microsoft.ML.Data;

/// <summary>A type of composite values, such as vectors.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>A structured type over the .NET type of its values.</summary>
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
