using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A transformer that predicts by a model from one column.</summary>
public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The column.</summary>
    string FeatureColumnName { get; }

    /// <summary>The column's type.</summary>
    DataViewType FeatureColumnType { get; }
}
