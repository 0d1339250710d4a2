namespace Microsoft.ML;

/// <summary>Learns a transformer from data.</summary>
public interface IEstimator<out TTransformer>
    where TTransformer : ITransformer
{
    /// <summary>Learns from the data.</summary>
    TTransformer Fit(IDataView input);

    /// <summary>The columns that come out for those that go in, before anything is learnt.</summary>
    SchemaShape GetOutputSchema(SchemaShape inputSchema);
}
