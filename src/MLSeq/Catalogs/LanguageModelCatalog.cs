using MLSeq;

namespace Microsoft.ML;

/// <summary>Language models.</summary>
public static class LanguageModelCatalog
{
    /// <summary>
    /// Trains a recurrent language model: adds <c>LogProbability</c>, the natural logarithm of a text's probability, and <c>Perplexity</c>; the
    /// transformer's <c>Generate</c> writes texts.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="featureColumnName">The feature column: text, or a vector of token ids (keys with text as their values).</param>
    /// <param name="options">The network and its training; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static LanguageModelEstimator LanguageModel(
        this SequencesTrainers trainers, string featureColumnName = "Ids", LanguageModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, featureColumnName, options ?? new());
    }
}
