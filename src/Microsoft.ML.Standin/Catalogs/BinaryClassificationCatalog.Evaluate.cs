using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class BinaryClassificationCatalog
{
    /// <summary>Compares the predictions and probabilities with the labels.</summary>
    /// <param name="data">Scored data.</param>
    /// <param name="labelColumnName">A Boolean column.</param>
    /// <param name="scoreColumnName">A Single, positive for the positive class.</param>
    /// <param name="probabilityColumnName">A Single, the probability of the positive class.</param>
    /// <param name="predictedLabelColumnName">A Boolean column.</param>
    public CalibratedBinaryClassificationMetrics Evaluate(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string probabilityColumnName = "Probability", string predictedLabelColumnName = "PredictedLabel")
    {
        ArgumentException.ThrowIfNullOrEmpty(probabilityColumnName);
        return BinaryEvaluator.Evaluate(data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName);
    }

    /// <summary>Compares the predictions with the labels.</summary>
    /// <param name="data">Scored data.</param>
    /// <param name="labelColumnName">A Boolean column.</param>
    /// <param name="scoreColumnName">A Single, positive for the positive class.</param>
    /// <param name="predictedLabelColumnName">A Boolean column.</param>
    public BinaryClassificationMetrics EvaluateNonCalibrated(
        IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score", string predictedLabelColumnName = "PredictedLabel") =>
        BinaryEvaluator.Evaluate(data, labelColumnName, scoreColumnName, predictedLabelColumnName);

    /// <summary>Trains and evaluates once for each fold of the data, which is tested with the model of the others.</summary>
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) =>
        CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));

    /// <summary>Trains and evaluates without probabilities once for each fold of the data, which is tested with the model of the others.</summary>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(
        IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null) =>
        CrossValidate(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => EvaluateNonCalibrated(scored, labelColumnName));
}
