using MLSeq;
using MLSeq.Networks;

namespace Microsoft.ML;

/// <summary>Trainers whose answers to sequences are vectors.</summary>
public static class SequenceVectorCatalog
{
    /// <summary>
    /// Tells by a recurrent network which of several labels, that do not exclude one another, a sequence or each of its steps has, for instance
    /// the notes that sound in the next frame of a piece: adds <c>Score</c>, the probability of each label.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The label column: a vector of Single, each 0 or 1; rows where it is empty are left out.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceVectorTrainer MultiLabelClassifier(
        this SequencesTrainers trainers, string labelColumnName = "Label", string featureColumnName = "Features", SequenceVectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, featureColumnName, options ?? new(), NetworkOutput.Sigmoid);
    }

    /// <summary>
    /// Predicts several numbers of a sequence or of each of its steps by a recurrent network, for instance the next values of time series: adds
    /// <c>Score</c>.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The label column: a vector of Single; rows where it is empty are left out.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceVectorTrainer MultiOutputRegressor(
        this SequencesTrainers trainers, string labelColumnName = "Label", string featureColumnName = "Features", SequenceVectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, featureColumnName, options ?? new(), NetworkOutput.Linear);
    }
}
