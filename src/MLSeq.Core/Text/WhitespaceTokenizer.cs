using System.Buffers;

namespace MLSeq.Text;

/// <summary>
/// Cuts at runs of ASCII white space: space, tab, line feed, carriage return, vertical tab and form feed. Other white
/// space (no-break space, ideographic space) stays inside tokens. For text that is tokenized already.
/// </summary>
public sealed class WhitespaceTokenizer : Tokenizer
{
    internal const string KindName = "whitespace";

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\n\r\v\f");

    /// <summary>Makes a tokenizer.</summary>
    /// <param name="normalization">What is done to a text first.</param>
    public WhitespaceTokenizer(TextNormalization normalization = TextNormalization.None)
        : base(normalization)
    {
    }

    /// <inheritdoc/>
    public override string Name => KindName;

    private protected override void Cut(ReadOnlySpan<char> text, ICollection<string> tokens)
    {
        while (true)
        {
            int start = text.IndexOfAnyExcept(Separators);
            if (start < 0)
            {
                return;
            }

            text = text[start..];
            int length = text.IndexOfAny(Separators);
            length = length < 0 ? text.Length : length;
            tokens.Add(AsciiText.ToString(text[..length]));
            text = text[length..];
        }
    }
}
