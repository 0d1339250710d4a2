namespace MLSeq.Embeddings.Training;

/// <summary>What predicts what in word2vec (Mikolov et al., 2013, "Efficient Estimation of Word Representations").</summary>
public enum Word2VecModel
{
    /// <summary>Each word of a window predicts the word in its middle: slower, better for rare words.</summary>
    SkipGram,

    /// <summary>The mean of a window's words predicts the word in its middle.</summary>
    Cbow,
}
