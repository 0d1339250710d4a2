using System.Globalization;
using System.Text;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class TextNormalizationTests
{
    private const TextNormalization All =
        TextNormalization.LowerCase | TextNormalization.RemoveDiacritics | TextNormalization.MaskDigits;

    [Theory]
    [InlineData(TextNormalization.None, "Ünï 12", "Ünï 12")]
    [InlineData(TextNormalization.LowerCase, "ÜNÏ ΣΑΣ İI ẞ K Å 𐐀 Ა", "ünï σασ ii ß k å 𐐨 ა")]
    [InlineData(TextNormalization.RemoveDiacritics, "Ünï éèê Ångström Ǖ ά ё ệ Å İ e\u0301 ø ł", "Uni eee Angstrom U α е e A I e ø ł")]
    [InlineData(TextNormalization.RemoveDiacritics, "한국어 ≠ \U0001109A \u0344", "한국어 = \U00011099 ")]
    [InlineData(TextNormalization.MaskDigits, "a1b29 ٣४ 𝟘 ½ Ⅷ ①", "a0b00 00 0 ½ Ⅷ ①")]
    [InlineData(All, "ÉTÉ 2024 İzmir", "ete 0000 izmir")]
    public void NormalizesCodePointByCodePoint(TextNormalization normalization, string text, string expected) =>
        Assert.Equal(expected, Normalize(text, normalization));

    [Fact]
    public void KnowsEveryLetterThatCarriesMarks() => Assert.Equal(987, Diacritics.Count);

    [Fact]
    public void RemovingDiacriticsOnceIsEnoughAndLeavesNoMark()
    {
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            int stripped = c is >= 0xD800 and <= 0xDFFF ? -1 : Diacritics.Remove(c);
            if (stripped >= 0 && (Diacritics.Remove(stripped) != stripped || CharUnicodeInfo.GetUnicodeCategory(stripped) == UnicodeCategory.NonSpacingMark))
            {
                Assert.Fail($"U+{c:X4} leaves U+{stripped:X4}");
            }
        }
    }

    [Fact]
    public void NeverMakesACodePointLonger()
    {
        Span<char> result = stackalloc char[8];
        for (int c = 0; c <= 0x10FFFF; c++)
        {
            if (c is >= 0xD800 and <= 0xDFFF)
            {
                continue;
            }

            string text = char.ConvertFromUtf32(c);
            if (TextNormalizer.Normalize(text, All, result) > text.Length || TextNormalizer.Normalize(text, TextNormalization.LowerCase, result) != text.Length)
            {
                Assert.Fail($"U+{c:X4}");
            }
        }
    }

    [Fact]
    public void ReplacesLoneSurrogatesAsUtf8Does() =>
        TextData.Check(TextData.Any, text => Assert.Equal(TextData.WellFormed(text), Normalize(text, TextNormalization.None)), 1000);

    [Fact]
    public void NormalizingTwiceChangesNothing() => TextData.Check(TextData.Any, text =>
    {
        string once = Normalize(text, All);
        Assert.Equal(once, Normalize(once, All));
    });

    [Fact]
    public void LowersTextAsItLowersItsCodePoints() => TextData.Check(TextData.Any, text =>
    {
        var expected = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            expected.Append(Normalize(rune.ToString(), TextNormalization.LowerCase));
        }

        Assert.Equal(expected.ToString(), Normalize(text, TextNormalization.LowerCase));
    });

    [Fact]
    public void RefusesUnknownSteps()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizers.Words((TextNormalization)8));
        Assert.Contains("LowerCase", e.Message, StringComparison.Ordinal);
    }

    private static string Normalize(string text, TextNormalization normalization)
    {
        char[] buffer = new char[text.Length];
        return new string(buffer, 0, TextNormalizer.Normalize(text, normalization, buffer));
    }
}
