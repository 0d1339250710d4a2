using MLSeq;

namespace Microsoft.ML;

/// <summary>Translation.</summary>
public static class TranslatorCatalog
{
    /// <summary>
    /// Trains a recurrent encoder-decoder with attention on pairs of texts: adds <c>Translation</c>, text, <c>LogProbability</c>, and <c>Score</c>, what
    /// translations are ranked by; further ones and the attention where the options' search keeps them.
    /// </summary>
    /// <param name="trainers">The catalog.</param>
    /// <param name="labelColumnName">The column of translations: text, or a vector of token ids (keys with text as their values).</param>
    /// <param name="featureColumnName">The column of what is translated: text, or a vector of token ids.</param>
    /// <param name="options">The network, its training and the search; null for the defaults.</param>
    /// <returns>The trainer.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static SequenceTranslatingTrainer Translator(
        this SequencesTrainers trainers, string labelColumnName = "Target", string featureColumnName = "Source", SequenceTranslatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new(trainers.Environment, labelColumnName, featureColumnName, options ?? new());
    }
}
