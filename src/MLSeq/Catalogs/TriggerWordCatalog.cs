using MLSeq;

namespace Microsoft.ML;

/// <summary>Detection of trigger words.</summary>
public static class TriggerWordCatalog
{
    /// <summary>
    /// Trains a recurrent network to hear a word in sound: adds <c>DetectedTimes</c>, the seconds at which it was heard, and <c>Probability</c>, at each
    /// time step that it has just ended. The trained detector also listens to sound that comes bit by bit.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The column of the seconds at which the word ends in the sound: a vector of Single.</param>
    /// <param name="audioColumnName">The audio column: the name of a WAV file (text), or samples (a vector of Single).</param>
    /// <param name="options">The features, the network and its training; null for the defaults, for sound at 16 kHz.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static TriggerWordDetectingTrainer TriggerWordDetector(
        this SequencesTrainers trainers, string labelColumnName = "Times", string audioColumnName = "Audio", TriggerWordDetectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, audioColumnName, options ?? new());
    }
}
