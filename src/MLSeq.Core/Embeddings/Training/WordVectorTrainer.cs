using MLSeq.Embeddings.Corpora;

namespace MLSeq.Embeddings.Training;

/// <summary>What learns word vectors from a corpus: word2vec, GloVe, fastText and the textbook's first learners alike.</summary>
public abstract class WordVectorTrainer
{
    /// <summary>Learns the vectors of a corpus' words.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <returns>One vector for each of the corpus' words, in their order, with their counts.</returns>
    /// <exception cref="OperationCanceledException">The options' token was cancelled; a checkpoint, where one is asked for, is on disk.</exception>
    public abstract WordVectors Fit(WordCorpus corpus);

    /// <summary>Options as they are, once they are known to be in range.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    private protected static T Checked<T>(T options)
        where T : WordVectorTrainerOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options;
    }
}
