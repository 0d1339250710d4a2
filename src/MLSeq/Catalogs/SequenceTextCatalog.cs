using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using MLSeq;
using MLSeq.Text;

namespace Microsoft.ML;

/// <summary>MLSeq's text transforms.</summary>
public static class SequenceTextCatalog
{
    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a variable-size vector of text.</param>
    /// <param name="inputColumnName">The text column, a scalar of text; null for the output's name.</param>
    /// <param name="tokenizer">What cuts; null for lower-cased words. One that learns is trained when the estimator is fitted.</param>
    /// <returns>The estimator.</returns>
    public static SequenceTokenizingEstimator TokenizeSequence(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, Tokenizer? tokenizer = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, tokenizer);
    }

    /// <summary>Builds a vocabulary of the tokens and maps them to ids.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a variable-size vector of keys, 0 for unknown tokens.</param>
    /// <param name="inputColumnName">The token column, a vector of text; null for the output's name.</param>
    /// <param name="options">Which tokens enter the vocabulary; null for all.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; it is named.</exception>
    // So that 'new() { MinCount = 2 }' means options, not a vocabulary.
    [OverloadResolutionPriority(1)]
    public static TokenIdMappingEstimator MapTokensToIds(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, VocabularyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, options, vocabulary: null);
    }

    /// <summary>Maps tokens to the ids of a vocabulary that exists.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a variable-size vector of keys, 0 for unknown tokens.</param>
    /// <param name="inputColumnName">The token column, a vector of text; null for the output's name.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">The vocabulary has no entry.</exception>
    public static TokenIdMappingEstimator MapTokensToIds(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(vocabulary);
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, options: null, vocabulary);
    }
}
