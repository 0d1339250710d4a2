namespace MLSeq.Embeddings.Training;

/// <summary>How word2vec scores the predicted word.</summary>
public enum Word2VecLoss
{
    /// <summary>
    /// The word against a few drawn ones: -log σ(vₒ·x) - Σ log σ(-vₙ·x), with n drawn in proportion to count^0.75
    /// (Mikolov et al., 2013, "Distributed Representations of Words and Phrases").
    /// </summary>
    NegativeSampling,

    /// <summary>The decisions on the word's path in a Huffman tree over the counts (Morin and Bengio, 2005).</summary>
    HierarchicalSoftmax,

    /// <summary>
    /// The word against all words: -log softmax(V x). The textbook's form; its time grows with the vocabulary, so it is for
    /// small ones.
    /// </summary>
    Softmax,
}
