using MLSeq;

namespace Microsoft.ML;

/// <summary>Transcription of speech.</summary>
public static class TranscriberCatalog
{
    /// <summary>
    /// Trains a recurrent network to write down what is said, without being told when (connectionist temporal classification): adds <c>Transcript</c>, text,
    /// <c>LogProbability</c>, and <c>Score</c>, the logarithm of the probability of each token at each time step.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The column of what is said: text.</param>
    /// <param name="featureColumnName">The column of frames (a vector of Single), such as <c>LogMelSpectrogram</c> makes.</param>
    /// <param name="options">The network and its training, with the size of a frame; null for the defaults, of frames of 40 values.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceTranscribingTrainer Transcriber(
        this SequencesTrainers trainers, string labelColumnName = "Text", string featureColumnName = "Features", SequenceTranscriberOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, featureColumnName, options ?? new());
    }
}
