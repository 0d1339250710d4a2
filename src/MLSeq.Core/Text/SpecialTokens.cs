namespace MLSeq.Text;

/// <summary>The special tokens that a vocabulary starts with, in this order, from id 1 on.</summary>
[Flags]
public enum SpecialTokens
{
    /// <summary>None; only the unknown token, which is always id 0.</summary>
    None = 0,

    /// <summary><see cref="Vocabulary.PaddingToken"/>, which fills a batch's short rows.</summary>
    Padding = 1,

    /// <summary><see cref="Vocabulary.BeginToken"/>, with which a sequence begins.</summary>
    Begin = 2,

    /// <summary><see cref="Vocabulary.EndToken"/>, with which a sequence ends.</summary>
    End = 4,
}
