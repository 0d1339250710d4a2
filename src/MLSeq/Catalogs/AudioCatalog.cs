using Microsoft.ML.Data;
using MLSeq;
using MLSeq.Audio;

namespace Microsoft.ML;

/// <summary>MLSeq's audio transforms.</summary>
public static class AudioCatalog
{
    /// <summary>Makes log-mel features, which speech networks read, of sound.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a variable-size vector of Single, T times the options' <see cref="LogMelOptions.StepSize"/>.</param>
    /// <param name="inputColumnName">The audio column: the name of a WAV file (text), or samples (a vector of Single); null for the output's name.</param>
    /// <param name="options">How to make the features; null for the defaults, for speech at 16 kHz.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static LogMelEstimator LogMelSpectrogram(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, LogMelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, options);
    }
}
