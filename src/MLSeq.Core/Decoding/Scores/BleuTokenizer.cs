namespace MLSeq.Decoding.Scores;

/// <summary>How BLEU cuts a sentence into tokens.</summary>
public enum BleuTokenizer
{
    /// <summary>As mteval-v13a of the WMT evaluations does, sacreBLEU's default: punctuation is cut off, but inside of numbers.</summary>
    Wmt13a,

    /// <summary>At white space only: for text whose tokens are set apart already.</summary>
    None,
}
