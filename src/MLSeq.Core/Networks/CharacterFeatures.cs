namespace MLSeq.Networks;

/// <summary>How the characters of a token become a vector beside the token's own.</summary>
public enum CharacterFeatures
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A convolution over three characters at a time, and the largest value of each feature (Ma and Hovy, 2016).</summary>
    Cnn,

    /// <summary>A bidirectional LSTM, whose last states they are (Lample et al., 2016).</summary>
    Lstm,
}
