using System.Runtime.InteropServices;

namespace MLSeq.LanguageModels;

/// <summary>How probable a text is.</summary>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
/// <param name="Tokens">The number of tokens that this is the sum of, the ends of texts or lines included.</param>
/// <param name="Characters">The number of characters (code points) that they stand for; the end of a line is one, that of a text none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextScore(double LogProbability, long Tokens, long Characters)
{
    /// <summary>The mean loss of a token, in nats.</summary>
    public double NatsPerToken => Tokens == 0 ? 0 : -LogProbability / Tokens;

    /// <summary>e to the mean loss of a token: how many equally probable tokens would be as hard to guess.</summary>
    public double Perplexity => Math.Exp(NatsPerToken);

    /// <summary>The loss of a character in bits: it can be compared between tokenizers.</summary>
    public double BitsPerCharacter => Characters == 0 ? 0 : -LogProbability / Characters / Math.Log(2);

    /// <summary>The score of two texts together.</summary>
    public static TextScore operator +(TextScore a, TextScore b) => Add(a, b);

    /// <inheritdoc cref="op_Addition"/>
    public static TextScore Add(TextScore left, TextScore right) =>
        new(left.LogProbability + right.LogProbability, left.Tokens + right.Tokens, left.Characters + right.Characters);
}
