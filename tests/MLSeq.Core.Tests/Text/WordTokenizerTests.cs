using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class WordTokenizerTests
{
    private static readonly Tokenizer Words = Tokenizers.Words(TextNormalization.None);
    private static readonly Re2Oracle Oracle = new(WordTokenizer.Re2Pattern);

    [Theory]
    [InlineData("Don't  stop, it's U.S.A.!", "Don't|stop|,|it's|U.S.A|.|!")]
    [InlineData("l'été à 3.14 ou 1,000; snake_case x2", "l'été|à|3.14|ou|1,000|;|snake_case|x2")]
    [InlineData("'tis end. Next a.1 1.a 12:30", "'|tis|end|.|Next|a|.|1|1|.|a|12|:|30")]
    [InlineData("https://example.com/a?b=1", "https|:|/|/|example.com|/|a|?|b|=|1")]
    [InlineData("我爱北京天安门。", "我|爱|北|京|天|安|门|。")]
    [InlineData("JRカードはらーめん２枚", "JR|カード|は|ら|ー|め|ん|２|枚")]
    [InlineData("한국어 ไทย हिन्दी עברית", "한국어|ไทย|हिन्दी|עברית")]
    [InlineData("👩‍💻👍🏽🇫🇷🇩🇪1️⃣2️⃣❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿ok", "👩‍💻|👍🏽|🇫🇷|🇩🇪|1️⃣|2️⃣|❤️|🏴󠁧󠁢󠁥󠁮󠁧󠁿|ok")]
    [InlineData("🇫🇷🇩 a🇪", "🇫🇷|🇩|a|🇪")]
    [InlineData("co\u00ADop \u200Bzero\u200Bwidth می\u200Cخواهم", "co\u00ADop|zero|width|می\u200Cخواهم")]
    [InlineData("cafe\u0301 ≠ =\u0338 葛\U000E0100", "cafe\u0301|≠|=\u0338|葛\U000E0100")]
    [InlineData("\uFFFD\uE000", "\uFFFD|\uE000")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u3000\u00A0\0\uFEFF", "")]
    public void CutsByItsRules(string text, string expected)
    {
        var tokens = Words.Tokenize(text).ToList();
        Assert.Equal(expected, string.Join('|', tokens));
        Assert.Equal(tokens.Count, WordScanner.Count(text));
    }

    [Fact]
    public void LowersTheCaseByDefault() => Assert.Equal(["στοσ", "x"], Tokenizers.Words().Tokenize("ΣΤΟΣ X"));

    [Fact]
    public void TakesALoneSurrogateForAReplacementCharacter() =>
        Assert.Equal(["a", "\uFFFD", "b", "\uFFFD"], Words.Tokenize("a\uD83Db \uDC4D"));

    [Fact]
    public void AgreesWithItsPatternOnGeneratedText()
    {
        TextData.Check(TextData.Mixed, AssertAgrees, 3000);
        TextData.Check(TextData.Any, AssertAgrees, 1000);
    }

    [Fact]
    public void AgreesWithItsPatternOnEveryCodePoint()
    {
        // Each code point (of the later ones a sample) within and after words, numbers, symbols, and by itself.
        for (int c = 0; c <= 0x10FFFF; c += c < 0x3400 ? 1 : 61)
        {
            if (c is < 0xD800 or > 0xDFFF)
            {
                string s = char.ConvertFromUtf32(c);
                AssertAgrees($"a{s}b1{s}2 {s}!{s}カ{s}");
            }
        }
    }

    [SkippableTheory]
    [InlineData("sentiment/sst2.dev.tsv", 2)]
    [InlineData("sentiment/imdb.train.tsv.gz", 400)]
    [InlineData("translation/eng-fra.2019.txt.gz", 50)]
    [InlineData("translation/multi30k.val.de.gz", 3)]
    [InlineData("corpora/wiki-plain.test.txt.gz", 10)]
    public void AgreesWithItsPatternOnRealText(string file, int step)
    {
        foreach (string line in TextData.Lines(file, step))
        {
            AssertAgrees(line);
        }
    }

    private static void AssertAgrees(string text)
    {
        List<string> expected = Oracle.Tokenize(TextData.WellFormed(text));
        IReadOnlyList<string> found = Words.Tokenize(text);
        if (!expected.SequenceEqual(found))
        {
            string codes = string.Join(' ', text.EnumerateRunes().Select(r => r.Value.ToString("X4")));
            Assert.Fail($"{codes}: the pattern cuts {string.Join('|', expected)}, the scanner {string.Join('|', found)}");
        }
    }
}
