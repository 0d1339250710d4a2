using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Conversions of types.</summary>
public static class ConversionsExtensionsCatalog
{
    /// <summary>Maps values to keys, learning which values there are.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The new column, of keys stored as UInt32 with KeyValues annotations.</param>
    /// <param name="inputColumnName">The column of values; the output column where it is not given.</param>
    /// <param name="maximumNumberOfKeys">The largest number of values that are learnt; others become missing keys.</param>
    /// <param name="keyOrdinality">The order of the keys.</param>
    /// <param name="addKeyValueAnnotationsAsText">Whether the KeyValues annotations are text whatever the values are.</param>
    /// <param name="keyData">Data whose only column has the values, where they are not to be learnt.</param>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence, bool addKeyValueAnnotationsAsText = false, IDataView keyData = null) =>
        catalog.MapValueToKey([new(outputColumnName, inputColumnName)], maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);

    /// <summary>Maps values of several columns to keys, learning which values there are in each.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="maximumNumberOfKeys">The largest number of values that are learnt; others become missing keys.</param>
    /// <param name="keyOrdinality">The order of the keys.</param>
    /// <param name="addKeyValueAnnotationsAsText">Whether the KeyValues annotations are text whatever the values are.</param>
    /// <param name="keyData">Data whose only column has the values, where they are not to be learnt.</param>
    public static ValueToKeyMappingEstimator MapValueToKey(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, int maximumNumberOfKeys = 1000000,
        ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality = ValueToKeyMappingEstimator.KeyOrdinality.ByOccurrence, bool addKeyValueAnnotationsAsText = false, IDataView keyData = null) =>
        new(catalog.GetEnvironment(), InputOutputColumnPair.Pairs(columns), maximumNumberOfKeys, keyOrdinality, addKeyValueAnnotationsAsText, keyData);

    /// <summary>Maps keys to the values that the column's KeyValues annotations tell.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null) =>
        catalog.MapKeyToValue([new(outputColumnName, inputColumnName)]);

    /// <summary>Maps keys of several columns to the values that the columns' KeyValues annotations tell.</summary>
    public static KeyToValueMappingEstimator MapKeyToValue(this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns) =>
        new(catalog.GetEnvironment(), InputOutputColumnPair.Pairs(columns));

    /// <summary>Converts values to another type.</summary>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog, string outputColumnName, string inputColumnName = null, DataKind outputKind = DataKind.Single) =>
        catalog.ConvertType([new(outputColumnName, inputColumnName)], outputKind);

    /// <summary>Converts values of several columns to another type.</summary>
    public static TypeConvertingEstimator ConvertType(
        this TransformsCatalog.ConversionTransforms catalog, InputOutputColumnPair[] columns, DataKind outputKind = DataKind.Single) =>
        new(catalog.GetEnvironment(), InputOutputColumnPair.Pairs(columns), outputKind);
}
