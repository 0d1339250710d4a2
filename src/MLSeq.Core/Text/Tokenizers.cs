namespace MLSeq.Text;

/// <summary>Makes tokenizers.</summary>
public static class Tokenizers
{
    /// <summary>Cuts at Unicode word boundaries; see <see cref="WordTokenizer"/>.</summary>
    /// <param name="normalization">What is done to a text first.</param>
    /// <returns>The tokenizer.</returns>
    public static Tokenizer Words(TextNormalization normalization = TextNormalization.LowerCase) =>
        new WordTokenizer(normalization);

    /// <summary>Cuts at white space; see <see cref="WhitespaceTokenizer"/>.</summary>
    /// <inheritdoc cref="Words"/>
    public static Tokenizer Whitespace(TextNormalization normalization = TextNormalization.None) =>
        new WhitespaceTokenizer(normalization);

    /// <summary>Takes the matches of a regular expression as tokens; see <see cref="PatternTokenizer"/>.</summary>
    /// <param name="pattern">A .NET regular expression.</param>
    /// <param name="normalization">What is done to a text first.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="ArgumentException">The pattern is not a regular expression.</exception>
    public static Tokenizer Pattern(string pattern, TextNormalization normalization = TextNormalization.None) =>
        new PatternTokenizer(pattern, normalization);

    /// <summary>Takes each character as a reader sees it as a token; see <see cref="CharacterTokenizer"/>.</summary>
    /// <inheritdoc cref="Words"/>
    public static Tokenizer Characters(TextNormalization normalization = TextNormalization.None) =>
        new CharacterTokenizer(normalization);

    /// <summary>Cuts words into parts learned from texts; see <see cref="BytePairTokenizer"/>. Train it before use.</summary>
    /// <param name="vocabularySize">How many different tokens to learn at most.</param>
    /// <param name="normalization">What is done to a text first.</param>
    /// <returns>The untrained tokenizer.</returns>
    public static Tokenizer BytePairs(int vocabularySize = 8000, TextNormalization normalization = TextNormalization.None) =>
        new BytePairTokenizer(vocabularySize, normalization);
}
