using System.Globalization;
using System.Text;

namespace MLSeq.Text;

/// <summary>Applies <see cref="TextNormalization"/>. No step makes a text longer, so the caller's buffer always fits.</summary>
internal static class TextNormalizer
{
    private const TextNormalization All =
        TextNormalization.LowerCase | TextNormalization.RemoveDiacritics | TextNormalization.MaskDigits;

    /// <summary>Throws where <paramref name="normalization"/> has a bit that no member stands for.</summary>
    public static TextNormalization Check(TextNormalization normalization) =>
        (normalization & ~All) == TextNormalization.None
            ? normalization
            : throw new ArgumentOutOfRangeException(nameof(normalization), normalization, $"Unknown text normalization; expected a combination of {All}.");

    /// <summary>Whether the text is its own normalized form whatever it holds, as far as a quick look can tell.</summary>
    public static bool IsUnchanged(ReadOnlySpan<char> text, TextNormalization normalization) =>
        normalization == TextNormalization.None && text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>Writes the normalized text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normalization">The steps.</param>
    /// <param name="result">Takes the normalized text; at least as long as <paramref name="text"/>.</param>
    /// <returns>The length of the normalized text.</returns>
    public static int Normalize(ReadOnlySpan<char> text, TextNormalization normalization, Span<char> result)
    {
        bool lower = normalization.HasFlag(TextNormalization.LowerCase);
        bool mask = normalization.HasFlag(TextNormalization.MaskDigits);
        bool strip = normalization.HasFlag(TextNormalization.RemoveDiacritics);
        int length = 0;
        int read = 0;
        while (read < text.Length)
        {
            // Runs of ASCII, most of most texts, go through the runtime's vectorised path.
            ReadOnlySpan<char> rest = text[read..];
            int ascii = rest.IndexOfAnyExceptInRange('\0', '\x7F');
            ReadOnlySpan<char> run = ascii < 0 ? rest : rest[..ascii];
            Span<char> written = result.Slice(length, run.Length);
            CopyAscii(run, written, lower, mask);
            length += run.Length;
            read += run.Length;

            while (read < text.Length && text[read] > '\x7F')
            {
                // A lone surrogate comes out of the decoder as U+FFFD.
                Rune.DecodeFromUtf16(text[read..], out Rune rune, out int consumed);
                read += consumed;
                int value = rune.Value;
                if (strip && (value = Diacritics.Remove(value)) < 0)
                {
                    continue;
                }

                if (lower)
                {
                    value = ToLower(value);
                }

                if (mask && CharUnicodeInfo.GetUnicodeCategory(value) == UnicodeCategory.DecimalDigitNumber)
                {
                    value = '0';
                }

                length += new Rune(value).EncodeToUtf16(result[length..]);
            }
        }

        return length;
    }

    private static void CopyAscii(ReadOnlySpan<char> run, Span<char> result, bool lower, bool mask)
    {
        if (lower)
        {
            Ascii.ToLower(run, result, out _);
        }
        else
        {
            run.CopyTo(result);
        }

        if (mask)
        {
            for (int i = 0; i < result.Length; i++)
            {
                if (char.IsAsciiDigit(result[i]))
                {
                    result[i] = '0';
                }
            }
        }
    }

    // .NET leaves U+0130 as it is; Unicode's simple mapping, which C libraries and so ONNX Runtime follow, is i.
    private static int ToLower(int value) => value == 0x130 ? 'i' : Rune.ToLowerInvariant(new Rune(value)).Value;
}
