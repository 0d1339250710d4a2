using MLSeq;

namespace Microsoft.ML;

/// <summary>Texts from feature vectors.</summary>
public static class CaptionerCatalog
{
    /// <summary>
    /// Trains a recurrent network that writes a text for a feature vector, for instance a caption for what an image network tells of an image: adds
    /// <c>Caption</c>, text, <c>LogProbability</c> and <c>Score</c>.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The column of texts.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size, whose values are about the size of 1.</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceCaptioningTrainer Captioner(
        this SequencesTrainers trainers, string labelColumnName = "Text", string featureColumnName = "Features", SequenceCaptionerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, featureColumnName, options ?? new());
    }
}
