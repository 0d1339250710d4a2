namespace MLSeq.Embeddings;

/// <summary>What the vectors of a sentence's words become.</summary>
public enum WordVectorOutput
{
    /// <summary>
    /// One vector for each word, one after the other: T x D values, D being the vectors' dimensions, as a sequence learner
    /// with that frame size reads them. An empty sentence is one vector of zeros.
    /// </summary>
    PerToken,

    /// <summary>The mean of the words' vectors, D values.</summary>
    Mean,

    /// <summary>The largest value of each dimension, D values.</summary>
    Max,

    /// <summary>The smallest value, the mean and the largest value of each dimension: 3 x D values, all minima first.</summary>
    MinMeanMax,

    /// <summary>
    /// The mean of the vectors weighted by a / (a + p(w)), p(w) being the word's share of the training text, less its
    /// projection on the first principal component of such means of all sentences (Arora, Liang and Ma, 2017,
    /// "A simple but tough-to-beat baseline for sentence embeddings", algorithm 1); D values. Needs the words' counts.
    /// </summary>
    SmoothInverseFrequency,
}
