using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>Compares the predictions with the labels.</summary>
    /// <param name="data">Scored data.</param>
    /// <param name="labelColumnName">A key column.</param>
    /// <param name="scoreColumnName">A vector of one Single for each class, probabilities.</param>
    /// <param name="predictedLabelColumnName">A key column.</param>
    /// <param name="topKPredictionCount">The K of top-K accuracy; 0 for none.</param>
    public MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel", int topKPredictionCount = 0) =>
        MulticlassEvaluator.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName, topKPredictionCount);

    /// <summary>Trains and evaluates once for each fold of the data, which is tested with the model of the others.</summary>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) =>
        CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
}
