using System.Globalization;
using System.Text.RegularExpressions;
using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class SimpleTokenizerTests
{
    [Fact]
    public void WhitespaceIsAsciiWhiteSpace()
    {
        Tokenizer tokenizer = Tokenizers.Whitespace();
        Assert.Equal(["a", "b\u00A0c", "d\u3000e\u0085f", "g", "h"], tokenizer.Tokenize(" a\tb\u00A0c \v\f\r\n d\u3000e\u0085f g h  "));
        Assert.Empty(tokenizer.Tokenize(" \t\n"));
        Assert.Empty(tokenizer.Tokenize(string.Empty));
    }

    [Fact]
    public void WhitespaceCutsAsSplitDoes() => TextData.Check(TextData.Mixed, text =>
        Assert.Equal(text.Split([' ', '\t', '\n', '\r', '\v', '\f'], StringSplitOptions.RemoveEmptyEntries), Tokenizers.Whitespace().Tokenize(text)));

    [Fact]
    public void PatternTakesMatchesAndDropsEmptyOnes()
    {
        Assert.Equal(["ab", "12"], Tokenizers.Pattern("[a-z]+|[0-9]+").Tokenize("-ab 12!"));
        Assert.Equal(["a"], Tokenizers.Pattern("a?").Tokenize("bab"));
        Assert.Equal(["ab"], Tokenizers.Pattern("[a-z]+", TextNormalization.LowerCase).Tokenize("AB"));
    }

    [Theory]
    [InlineData("[a-")]
    [InlineData("(")]
    public void PatternNamesWhatIsNoExpression(string pattern)
    {
        var e = Assert.Throws<ArgumentException>(() => Tokenizers.Pattern(pattern));
        Assert.Contains($"'{pattern}'", e.Message, StringComparison.Ordinal);
        Assert.Equal("pattern", e.ParamName);
    }

    [Fact]
    public void PatternSearchesForALimitedTime() =>
        Assert.Throws<RegexMatchTimeoutException>(() => Tokenizers.Pattern("(a+)+$").Tokenize(new string('a', 60) + "!"));

    [Theory]
    [InlineData("ab\r\nc", "a|b|\r\n|c")]
    [InlineData("e\u0301 👩‍💻🇫🇷", "e\u0301| |👩‍💻|🇫🇷")]
    [InlineData("한국\n", "한|국|\n")]
    [InlineData("", "")]
    public void CharactersAreGraphemes(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Tokenizers.Characters().Tokenize(text)));

    [Fact]
    public void CharactersAreTheTextElementsOfTheRuntime() => TextData.Check(TextData.Any, text =>
    {
        var expected = new List<string>();
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(TextData.WellFormed(text));
        while (elements.MoveNext())
        {
            expected.Add(elements.GetTextElement());
        }

        Assert.Equal(expected, Tokenizers.Characters().Tokenize(text));
    });

    [Fact]
    public void AppendsToWhatIsThere()
    {
        List<string> tokens = ["first"];
        Tokenizers.Words().Tokenize("Second", tokens);
        Tokenizers.Whitespace().Tokenize("third".AsSpan(), tokens);
        Assert.Equal(["first", "second", "third"], tokens);
    }

    [Fact]
    public void HasNothingToLearn()
    {
        Tokenizer tokenizer = Tokenizers.Words();
        Assert.True(tokenizer.IsTrained);
        Assert.Same(tokenizer, tokenizer.Train(["text"]));
    }
}
