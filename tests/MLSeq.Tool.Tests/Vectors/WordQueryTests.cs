using MLSeq.Tool.Vectors;

namespace MLSeq.Tool.Tests.Vectors;

public class WordQueryTests
{
    [Theory]
    [InlineData("king", "king", "")]
    [InlineData("new-york", "new-york", "")]
    [InlineData("+", "+", "")]
    [InlineData(" king  -  man + woman ", "king woman", "man")]
    [InlineData("a - b - c", "a", "b c")]
    public void Signs_between_words_add_and_subtract(string text, string positive, string negative)
    {
        var query = WordQuery.Parse(text);

        Assert.Equal(positive, string.Join(' ', query.Positive));
        Assert.Equal(negative, string.Join(' ', query.Negative));
    }

    [Theory]
    [InlineData("king man")]
    [InlineData("- king")]
    [InlineData("king -")]
    [InlineData("king - + man")]
    [InlineData("")]
    public void What_is_no_sum_is_an_error(string text)
    {
        var error = Assert.Throws<ToolException>(() => WordQuery.Parse(text));

        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }
}
