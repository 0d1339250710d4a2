using Microsoft.ML.Runtime;
using MLSeq;

namespace Microsoft.ML;

/// <summary>Trainers of models that give an answer at each step of a sequence.</summary>
public sealed class SequencesTrainers
{
    internal SequencesTrainers(IHostEnvironment environment) => Environment = environment;

    internal IHostEnvironment Environment { get; }

    /// <summary>
    /// Tags each token, or frame, of a sequence by a recurrent network: adds <c>PredictedLabel</c>, a vector of the label's keys, and <c>Score</c>,
    /// the probability of each tag at each step.
    /// </summary>
    /// <param name="labelColumnName">The label column: a vector of keys, one for each step.</param>
    /// <param name="featureColumnName">The feature column: a vector of token ids (keys) or of frames (Single).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public SequenceTaggingTrainer Tagger(
        string labelColumnName = "Tags", string featureColumnName = "Ids", SequenceTaggerOptions? options = null) =>
        new(Environment, labelColumnName, featureColumnName, options ?? new());
}
