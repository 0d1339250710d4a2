namespace MLSeq.Embeddings;

/// <summary>What stands for a word that the vectors do not have. Empty tokens are no words and are always left out.</summary>
public enum UnknownWords
{
    /// <summary>Nothing: the word is left out, as if it were not in the sentence.</summary>
    Skip,

    /// <summary>A vector of zeros, which counts as any other.</summary>
    Zero,

    /// <summary>
    /// The sum of the vectors of its subwords; only where the vectors have them, as fastText's do. A word that has no subword
    /// either is left out of pooled outputs, and is a vector of zeros where each token has its own.
    /// </summary>
    Subwords,
}
