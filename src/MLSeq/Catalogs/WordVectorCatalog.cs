using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using MLSeq;
using MLSeq.Embeddings;
using MLSeq.Embeddings.Training;

namespace Microsoft.ML;

/// <summary>MLSeq's word vectors.</summary>
public static class WordVectorCatalog
{
    /// <summary>Trains word vectors by word2vec (Mikolov et al., 2013) on a column of words, a row being a sentence, and applies them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a vector of Single, of known size unless each token has its own vector.</param>
    /// <param name="inputColumnName">The token column, a vector of text or of keys for text; null for the output's name.</param>
    /// <param name="options">The training, which words get a vector, and what comes out; null for the defaults.</param>
    /// <returns>The estimator. The same seed gives the same vectors with <see cref="Word2VecOptions.Deterministic"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static WordVectorEstimator Word2Vec(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, Word2VecEstimatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return new(
            catalog.GetEnvironment(), outputColumnName, inputColumnName, options,
            new TrainedWordVectors<Word2VecOptions>(options, training => new Word2VecTrainer(training), hasSubwords: false));
    }

    /// <summary>Trains word vectors by GloVe (Pennington et al., 2014) on a column of words, a row being a sentence, and applies them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a vector of Single, of known size unless each token has its own vector.</param>
    /// <param name="inputColumnName">The token column, a vector of text or of keys for text; null for the output's name.</param>
    /// <param name="options">The training, which words get a vector, and what comes out; null for the defaults.</param>
    /// <returns>The estimator. The same seed gives the same vectors.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static WordVectorEstimator GloVe(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, GloVeEstimatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return new(
            catalog.GetEnvironment(), outputColumnName, inputColumnName, options,
            new TrainedWordVectors<GloVeOptions>(options, training => new GloVeTrainer(training), hasSubwords: false));
    }

    /// <summary>Trains word vectors with subwords by fastText (Bojanowski et al., 2017) on a column of words, a row being a sentence, and applies them.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a vector of Single, of known size unless each token has its own vector.</param>
    /// <param name="inputColumnName">The token column, a vector of text or of keys for text; null for the output's name.</param>
    /// <param name="options">The training, which words get a vector, and what comes out; null for the defaults.</param>
    /// <returns>The estimator. The same seed gives the same vectors with <see cref="FastTextOptions.Deterministic"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public static WordVectorEstimator FastText(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, FastTextEstimatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return new(
            catalog.GetEnvironment(), outputColumnName, inputColumnName, options,
            new TrainedWordVectors<FastTextOptions>(options, training => new FastTextTrainer(training), hasSubwords: true));
    }

    /// <summary>Applies word vectors to a column of words.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a vector of Single, of known size unless each token has its own vector.</param>
    /// <param name="inputColumnName">The token column, a vector of text or of keys for text; null for the output's name.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="options">What comes out, and what stands for unknown words; null for the words' mean.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the vectors lack the counts or subwords that it needs; the message names it.</exception>
    [OverloadResolutionPriority(1)]
    public static WordVectorEstimator ApplyWordVectors(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, WordVectors vectors, WordVectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(vectors);
        return new(catalog.GetEnvironment(), outputColumnName, inputColumnName, options ?? new(), new GivenWordVectors(vectors));
    }

    /// <summary>Applies the word vectors of a file to a column of words.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The added column: a vector of Single, of known size unless each token has its own vector.</param>
    /// <param name="inputColumnName">The token column, a vector of text or of keys for text; null for the output's name.</param>
    /// <param name="modelFile">A file in word2vec's, GloVe's or fastText's format, as <see cref="WordVectors"/> loads it; read now.</param>
    /// <param name="options">What comes out, and what stands for unknown words; null for the words' mean.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or in no known format.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or the vectors lack the counts or subwords that it needs; the message names it.</exception>
    public static WordVectorEstimator ApplyWordVectors(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, string modelFile, WordVectorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        return catalog.ApplyWordVectors(outputColumnName, inputColumnName, WordVectors.Load(modelFile), options);
    }
}
