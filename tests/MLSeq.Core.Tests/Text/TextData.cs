using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

/// <summary>Texts to try things on: generated ones, and lines of the data sets in the folder that MLSEQ_DATA names.</summary>
internal static class TextData
{
    // Characters that rules treat apart, and some that they do not.
    private static readonly string[] Characters =
    [
        "a", "Z", "é", "ß", "İ", "Σ", "Ω", "1", "9", "٣", "𝟘", "_", "⁀", "'", "’", ".", ",", ";", ":", "·", "-", " ", "  ", "\t", "\n", "\r\n",
        "\0", "\u00A0", "\u3000", "\u00AD", "\u200B", "\u200C", "\u200D", "\u2060", "\uFEFF", "\uFE0E", "\uFE0F", "\u20E3", "\u0301", "\u3099",
        "中", "々", "〇", "の", "カ", "ー", "ｶ", "ﾞ", "한", "ไ", "ท", "ा", "א", "״", "½", "Ⅷ", "①", "ℹ", "©", "!", "#", "$", "₿", "€", "👍", "🏽",
        "👩", "💻", "❤", "🇫", "🇷", "🏴", "\U000E0067", "\U000E007F", "\U000E0100", "\U00020000", "\uE000", "\uFFFD", "\uFFFF", "\U0010FFFF", "▁",
    ];

    /// <summary>Texts of those characters, without lone surrogates.</summary>
    public static Arbitrary<string> Mixed { get; } =
        Gen.ListOf(Gen.Elements(Characters)).Select(string.Concat).ToArbitrary();

    /// <summary>Texts of any code points, lone surrogates among them.</summary>
    public static Arbitrary<string> Any { get; } = Gen.ListOf(
        Gen.OneOf(
            Gen.Elements(Characters),
            Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString()),
            Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32))).Select(string.Concat).ToArbitrary();

    /// <summary>Every <paramref name="step"/>-th line of a data set; skips the test where there are none.</summary>
    public static IEnumerable<string> Lines(string file, int step)
    {
        string? folder = Environment.GetEnvironmentVariable("MLSEQ_DATA");
        Skip.If(string.IsNullOrEmpty(folder), "MLSEQ_DATA does not name the folder of data sets.");
        string path = Path.Combine(folder, file);
        Skip.IfNot(File.Exists(path), $"MLSEQ_DATA has no {file}.");
        return TextFile.ReadLines(path).Where((_, i) => i % step == 0);
    }

    /// <summary>The text as UTF-8 can hold it: U+FFFD for each lone surrogate.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Checks a property on many texts.</summary>
    public static void Check(Arbitrary<string> texts, Action<string> property, int count = 300) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(texts, property));
}
