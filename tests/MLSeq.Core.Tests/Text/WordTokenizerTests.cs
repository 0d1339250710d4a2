using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class WordTokenizerTests
{
    [Theory]
    [InlineData("Don't  stop, it's U.S.A.!", "Don't|stop|,|it's|U.S.A|.|!")]
    [InlineData("l'été à 3.14 ou 1,000; snake_case x2", "l'été|à|3.14|ou|1,000|;|snake_case|x2")]
    [InlineData("'tis end. Next a.1 1.a", "'|tis|end|.|Next|a|.|1|1|.|a")]
    [InlineData("https://example.com/a?b=1", "https|:|/|/|example.com|/|a|?|b|=|1")]
    [InlineData("我爱北京天安门。", "我|爱|北|京|天|安|门|。")]
    [InlineData("JRカードはらーめん２枚", "JR|カード|は|ら|ー|め|ん|２|枚")]
    [InlineData("한국어 ไทย हिन्दी עברית", "한국어|ไทย|हिन्दी|עברית")]
    [InlineData("👩‍💻👍🏽🇫🇷🇩🇪1️⃣2️⃣❤️🏴󠁧󠁢󠁥󠁮󠁧󠁿ok", "👩‍💻|👍🏽|🇫🇷|🇩🇪|1️⃣|2️⃣|❤️|🏴󠁧󠁢󠁥󠁮󠁧󠁿|ok")]
    [InlineData("co\u00ADop \u200Bzero\u200Bwidth می\u200Cخواهم", "co\u00ADop|zero|width|می\u200Cخواهم")]
    [InlineData("cafe\u0301 ≠ =\u0338", "cafe\u0301|≠|=\u0338")]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u3000\u00A0", "")]
    public void CutsByItsRules(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', new WordTokenizer(TextNormalization.None).Tokenize(text)));
}
