namespace MLSeq.Text;

/// <summary>
/// What is done to a text before it is cut into tokens. The steps run in the order of <see cref="RemoveDiacritics"/>,
/// <see cref="LowerCase"/>, <see cref="MaskDigits"/>, each code point by code point, and give the same result on every
/// platform and in every culture.
/// </summary>
[Flags]
public enum TextNormalization
{
    /// <summary>The text as it is. Only a lone surrogate, which no UTF-8 text can hold, becomes U+FFFD.</summary>
    None = 0,

    /// <summary>
    /// Unicode's simple lower-case mapping of each code point: Σ becomes σ also at the end of a word, İ becomes i.
    /// </summary>
    LowerCase = 1,

    /// <summary>
    /// Canonical decomposition, from which the non-spacing marks (category Mn) are dropped: é becomes e, Å becomes A.
    /// Not for scripts whose vowels are such marks (Devanagari, Thai), nor for Japanese, where が would become か.
    /// </summary>
    RemoveDiacritics = 2,

    /// <summary>Every decimal digit (category Nd, of any script) becomes 0.</summary>
    MaskDigits = 4,
}
