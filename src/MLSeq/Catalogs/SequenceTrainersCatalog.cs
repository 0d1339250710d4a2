using Microsoft.ML.Data;
using MLSeq;

namespace Microsoft.ML;

/// <summary>MLSeq's trainers.</summary>
public static class SequenceTrainersCatalog
{
    /// <summary>
    /// Classifies sequences into several classes by a recurrent network: adds <c>PredictedLabel</c>, the label's key, and
    /// <c>Score</c>, the probability of each class.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label column, a key; rows with a missing key are left out.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceMulticlassTrainer SequenceClassifier(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Ids",
        SequenceClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), labelColumnName, featureColumnName, options ?? new());
    }

    /// <summary>
    /// Classifies sequences into true and false by a recurrent network: adds <c>PredictedLabel</c>, <c>Score</c>, the
    /// log-odds, and <c>Probability</c>.
    /// </summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label column, Boolean: it has no missing value, so every row counts.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceBinaryTrainer SequenceClassifier(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Ids",
        SequenceClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), labelColumnName, featureColumnName, options ?? new());
    }

    /// <summary>Predicts a number from a sequence by a recurrent network: adds <c>Score</c>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="labelColumnName">The label column, Single; rows with NaN, ML.NET's missing value, are left out.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceRegressionTrainer SequenceRegressor(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Ids",
        SequenceRegressorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), labelColumnName, featureColumnName, options ?? new());
    }
}
