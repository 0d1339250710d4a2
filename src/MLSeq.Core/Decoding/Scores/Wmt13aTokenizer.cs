using System.Text.RegularExpressions;

namespace MLSeq.Decoding.Scores;

/// <summary>
/// The tokenizer of mteval-v13a, as sacreBLEU has it: unescapes the four XML entities, sets ASCII symbols apart, full stops and commas unless a
/// digit stands on that side of them, and a hyphen after a digit.
/// </summary>
internal static class Wmt13aTokenizer
{
    // all of ASCII's symbols but ' , - and .
    private static readonly Regex Symbol = Pattern(@"([{-~[-` -&(-+:-@/])");
    private static readonly Regex PointAfterOther = Pattern("([^0-9])([.,])");
    private static readonly Regex PointBeforeOther = Pattern("([.,])([^0-9])");
    private static readonly Regex HyphenAfterDigit = Pattern("([0-9])(-)");

    /// <summary>The sentence with one space between tokens, or more.</summary>
    public static string Separate(string sentence)
    {
        var text = sentence.Replace("<skipped>", "").Replace("-\n", "").Replace('\n', ' ');
        if (text.Contains('&'))
        {
            text = text.Replace("&quot;", "\"").Replace("&amp;", "&").Replace("&lt;", "<").Replace("&gt;", ">");
        }

        text = Symbol.Replace($" {text} ", " $1 ");
        text = PointAfterOther.Replace(text, "$1 $2 ");
        text = PointBeforeOther.Replace(text, " $1 $2");
        return HyphenAfterDigit.Replace(text, "$1 $2 ");
    }

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
