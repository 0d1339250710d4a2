namespace Microsoft.ML;

/// <summary>Loads data from a source.</summary>
public interface IDataLoader<in TSource> : ICanSaveModel
{
    /// <summary>The columns of the data.</summary>
    DataViewSchema GetOutputSchema();

    /// <summary>The source's data, read each time that the data is.</summary>
    IDataView Load(TSource input);
}
