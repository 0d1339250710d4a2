namespace Microsoft.ML.Transforms;

public sealed partial class ValueToKeyMappingEstimator
{
    /// <summary>The order of keys.</summary>
    public enum KeyOrdinality : byte
    {
        /// <summary>As the values are met in the data.</summary>
        ByOccurrence = 0,

        /// <summary>As the values sort; text by its code units.</summary>
        ByValue = 1,
    }
}
