namespace MLSeq.Networks.EncoderDecoder;

/// <summary>How a decoder's state scores the encoder's states, whose weighted mean it then sees.</summary>
public enum AttentionKind
{
    /// <summary>No attention: all that the decoder knows of the source is its first state (Sutskever, Vinyals and Le, 2014).</summary>
    None,

    /// <summary>The dot product of both states, which must be equally long (Luong, Pham and Manning, 2015).</summary>
    Dot,

    /// <summary>The product of both states over a learned matrix (Luong, Pham and Manning, 2015).</summary>
    General,

    /// <summary>A small network of one hidden layer over both states (Bahdanau, Cho and Bengio, 2015).</summary>
    Additive,
}
