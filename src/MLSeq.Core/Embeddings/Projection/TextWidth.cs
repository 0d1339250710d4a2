using System.Globalization;
using System.Text;

namespace MLSeq.Embeddings.Projection;

/// <summary>
/// How wide text is at most, whatever sans-serif font shows it: by classes of letters, with the widths of the widest of
/// the common fonts (Verdana, DejaVu Sans).
/// </summary>
internal static class TextWidth
{
    /// <summary>In pixels, of one line.</summary>
    public static double Of(string text, double fontSize)
    {
        var width = 0d;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Of(rune);
        }

        return width * fontSize;
    }

    /// <summary>The text, or as much of its beginning as fits, and an ellipsis.</summary>
    public static string Fit(string text, double fontSize, double width)
    {
        if (Of(text, fontSize) <= width)
        {
            return text;
        }

        var (fitting, left) = (new StringBuilder(), width - Of("…", fontSize));
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && (left -= Of(elements.GetTextElement(), fontSize)) >= 0)
        {
            fitting.Append(elements.GetTextElement());
        }

        return fitting.Append('…').ToString();
    }

    private static double Of(Rune rune) => rune.Value switch
    {
        'f' or 'i' or 'j' or 'l' or 'r' or 't' or ' ' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or '(' or ')' or '[' or ']' or '-' => 0.44,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or '…' => 1.05,
        >= 'A' and <= 'Z' => 0.8,
        < 0x2E80 when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        < 0x80 => 0.65,
        < 0x1100 => 0.85,
        _ => 1.1, // Hangul, kana, Han, emoji
    };
}
