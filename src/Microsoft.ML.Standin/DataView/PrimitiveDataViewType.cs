namespace Microsoft.ML.Data;

/// <summary>A type of single values, which can be the items of a vector.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>A primitive type over the .NET type of its values.</summary>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
        if (typeof(IDisposable).IsAssignableFrom(rawType))
        {
            throw new ArgumentException($"A primitive type cannot be disposable, and {rawType} is.", nameof(rawType));
        }
    }
}
