using System.Globalization;

namespace MLSeq.Text;

/// <summary>
/// What a code point is to <see cref="WordScanner"/>: a kind in the low bits, properties above. The ranges are those of
/// <see cref="WordTokenizer.Re2Pattern"/>.
/// </summary>
internal static class WordCharacters
{
    /// <summary>The bits that hold the kind.</summary>
    public const byte KindMask = 7;

    /// <summary>Kind: in no token by itself.</summary>
    public const byte Separator = 0;

    /// <summary>Kind: letter, mark, connector, other number, unassigned.</summary>
    public const byte Letter = 1;

    /// <summary>Kind: decimal digit.</summary>
    public const byte Digit = 2;

    /// <summary>Kind: Katakana.</summary>
    public const byte Katakana = 3;

    /// <summary>Kind: a token by itself.</summary>
    public const byte Alone = 4;

    /// <summary>Kind: half of a flag.</summary>
    public const byte Regional = 5;

    /// <summary>Kind: invisible, belongs to the word before it.</summary>
    public const byte Joiner = 6;

    /// <summary>Kind: presentation selector or keycap, may end a word.</summary>
    public const byte Presentation = 7;

    /// <summary>Joins the letters around it.</summary>
    public const byte MiddleOfLetters = 8;

    /// <summary>Joins the digits around it.</summary>
    public const byte MiddleOfDigits = 16;

    /// <summary>Combining mark.</summary>
    public const byte Mark = 32;

    /// <summary>In a block of symbols, so may follow a zero-width joiner.</summary>
    public const byte Symbol = 64;

    /// <summary>Belongs to the single character before it, and is no combining mark.</summary>
    public const byte Modifier = 128;

    private const string Joiners = "\u00AD\u200C\u200D\u2060";
    private const string Presentations = "\u20E3\uFE0E\uFE0F";
    private const string BetweenLetters = "'.\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE52\uFF07\uFF0E";

    private const string BetweenDigits =
        "'.,;\u037E\u0589\u060C\u060D\u066B\u066C\u07F8\u2018\u2019\u2024\u2044\uFE10\uFE14\uFE50\uFE52\uFE54\uFF07\uFF0C\uFF0E\uFF1B";

    private static readonly byte[] Basic = [.. Enumerable.Range(0, 0x10000).Select(Classify)];

    /// <summary>The class of the character at <paramref name="index"/>; <paramref name="width"/> is 2 for a surrogate pair.</summary>
    public static byte At(ReadOnlySpan<char> text, int index, out int width)
    {
        char c = text[index];
        width = 1;
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            width = 2;
            return Classify(char.ConvertToUtf32(c, text[index + 1]));
        }

        return Basic[c];
    }

    private static byte Classify(int c)
    {
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(c);
        byte properties = 0;
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
        {
            properties |= Mark;
        }

        if (c is (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F))
        {
            properties |= Modifier;
        }

        if (c < 0x10000)
        {
            properties |= BetweenLetters.Contains((char)c) ? MiddleOfLetters : (byte)0;
            properties |= BetweenDigits.Contains((char)c) ? MiddleOfDigits : (byte)0;
        }

        bool symbol = IsSymbol(c);
        return (byte)(Kind(c, category, symbol) | properties | (symbol ? Symbol : 0));
    }

    private static byte Kind(int c, UnicodeCategory category, bool symbol) => c switch
    {
        >= 0x1F1E6 and <= 0x1F1FF => Regional,
        _ when symbol || IsSingle(c) => Alone,
        _ when IsKatakana(c) => Katakana,
        < 0x10000 when Joiners.Contains((char)c) => Joiner,
        < 0x10000 when Presentations.Contains((char)c) => Presentation,
        _ => category switch
        {
            UnicodeCategory.DecimalDigitNumber => Digit,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control or UnicodeCategory.Format => Separator,

            // a lone surrogate is U+FFFD, a symbol
            UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
                or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation
                or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol
                or UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate => Alone,
            _ => Letter,
        },
    };

    private static bool IsSymbol(int c) => c is (>= 0x20A0 and <= 0x20CF) or 0x2139 or (>= 0x2190 and <= 0x2BFF)
        or (>= 0x2E00 and <= 0x2E7F) or (>= 0x1CC00 and <= 0x1CCEF) or (>= 0x1CD00 and <= 0x1CEBF) or (>= 0x1F000 and <= 0x1FBEF);

    private static bool IsSingle(int c) => c is (>= 0x2E80 and <= 0x2FFF) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and <= 0x3029)
        or (>= 0x3038 and <= 0x303B) or (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x31C0 and <= 0x31EF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x1B001 and <= 0x1B11F) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsKatakana(int c) => c is (>= 0x3031 and <= 0x3035) or (>= 0x30A1 and <= 0x30FA)
        or (>= 0x30FC and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0xFF66 and <= 0xFF9F) or (>= 0x1AFF0 and <= 0x1B000);
}
