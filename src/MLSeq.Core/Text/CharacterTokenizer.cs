using System.Globalization;

namespace MLSeq.Text;

/// <summary>
/// Takes each character as a reader sees it (extended grapheme cluster, UAX #29) as a token: a letter with its combining
/// marks, an emoji with its modifiers, CR LF. White space is a token like any other.
/// </summary>
public sealed class CharacterTokenizer : Tokenizer
{
    internal const string KindName = "character";

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="normalization">What is done to a text first.</param>
    public CharacterTokenizer(TextNormalization normalization = TextNormalization.None)
        : base(normalization)
    {
    }

    /// <inheritdoc/>
    public override string Name => KindName;

    internal override string Piece(string token, bool startsLine) => token;

    private protected override void Cut(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        while (!text.IsEmpty)
        {
            // Between two ASCII characters there is always a border but in CR LF.
            bool ascii = text.Length > 1 && text[0] < 128 && text[1] < 128 && text[0] != '\r';
            int length = ascii ? 1 : StringInfo.GetNextTextElementLength(text);
            tokens.Add(AsciiText.ToString(text[..length]));
            text = text[length..];
        }
    }
}
