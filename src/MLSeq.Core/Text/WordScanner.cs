using static MLSeq.Text.WordCharacters;

namespace MLSeq.Text;

/// <summary>
/// Finds tokens by the rules of <see cref="WordTokenizer"/>. The first character decides which alternative of the
/// pattern applies, and taking all that it can take gives the longest match, so one pass with a look-ahead of one
/// character does what the regular expression says.
/// </summary>
internal static class WordScanner
{
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>Finds the next token.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to search from; set to where the token starts.</param>
    /// <returns>The token's length; 0 where there is none.</returns>
    public static int Next(ReadOnlySpan<char> text, ref int start)
    {
        int i = start;
        while (i < text.Length)
        {
            byte c = At(text, i, out int width);
            int end = (c & KindMask) switch
            {
                Letter or Digit => Word(text, i),
                Katakana => KatakanaRun(text, i + width),
                Alone or Regional => Character(text, i),
                _ => 0,
            };

            if (end > 0)
            {
                start = i;
                return end - i;
            }

            i += width;
        }

        return 0;
    }

    /// <summary>How many tokens there are.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        int start = 0;
        int length;
        while ((length = Next(text, ref start)) > 0)
        {
            start += length;
            count++;
        }

        return count;
    }

    private static int Word(ReadOnlySpan<char> text, int i)
    {
        byte c = At(text, i, out int width);
        while (true)
        {
            int kind = c & KindMask;
            i += width;
            while (i < text.Length && ((c = At(text, i, out width)) & KindMask) == Joiner)
            {
                i += width;
            }

            if (i == text.Length)
            {
                return i;
            }

            if ((c & KindMask) is Letter or Digit)
            {
                continue;
            }

            int middle = kind == Letter ? MiddleOfLetters : MiddleOfDigits;
            if ((c & middle) != 0 && i + 1 < text.Length)
            {
                byte next = At(text, i + 1, out int nextWidth);
                if ((next & KindMask) == kind)
                {
                    i++;
                    c = next;
                    width = nextWidth;
                    continue;
                }
            }

            break;
        }

        while (i < text.Length && (At(text, i, out _) & KindMask) == Presentation)
        {
            i++;
        }

        return i;
    }

    private static int KatakanaRun(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length)
        {
            byte c = At(text, i, out int width);
            if ((c & KindMask) != Katakana && (c & Mark) == 0)
            {
                break;
            }

            i += width;
        }

        return i;
    }

    private static int Character(ReadOnlySpan<char> text, int i)
    {
        bool regional = (At(text, i, out int width) & KindMask) == Regional;
        i += width;
        if (regional && i < text.Length && (At(text, i, out width) & KindMask) == Regional)
        {
            i += width;
        }

        while (i < text.Length)
        {
            byte c = At(text, i, out width);
            if ((c & (Mark | Modifier)) != 0)
            {
                i += width;
            }
            else if (text[i] == ZeroWidthJoiner && i + 1 < text.Length && (At(text, i + 1, out width) & Symbol) != 0)
            {
                i += 1 + width;
            }
            else
            {
                break;
            }
        }

        return i;
    }
}
