namespace MLSeq.Embeddings;

/// <summary>A file format of word vectors.</summary>
public enum WordVectorFormat
{
    /// <summary>word2vec's binary format: a line with the numbers of words and dimensions; then each word, a space and its float32 values.</summary>
    Word2Vec,

    /// <summary>word2vec's text format, also fastText's <c>.vec</c>: a line with the numbers of words and dimensions; then a line for each word.</summary>
    Word2VecText,

    /// <summary>GloVe's text format: a line for each word, no line before.</summary>
    GloVe,

    /// <summary>fastText's <c>.bin</c>, which holds the vectors of character n-grams, too.</summary>
    FastText,
}
