using MLSeq.Tool.Classification;
using MLSeq.Tool.Data;

namespace MLSeq.Tool.Tests.Classification;

public class AgreementTests
{
    [Theory]
    [InlineData("a", 0.30001f, true)]
    [InlineData("a", 0.3002f, false)]
    [InlineData("b", 0.3f, false)]
    [InlineData("a", float.NaN, false)]
    public void Labels_must_be_equal_and_scores_close(string label, float score, bool expected)
    {
        var first = new[] { Row("a", 0.3f), Row("a", 0.2f) };
        var second = new[] { Row(label, score), Row("a", 0.2f) };

        Assert.Equal(expected, Agreement.Of(first, second).Holds);
        Assert.Equal(expected, Agreement.Of(second, first).Holds);
    }

    [Fact]
    public void Other_numbers_of_classes_are_an_error() => Assert.Throws<ToolException>(
        () => Agreement.Of([Row("a", 1)], [new ScoredText { PredictedLabel = "a", Score = [1, 0, 0] }]));

    private static ScoredText Row(string label, float score) => new() { PredictedLabel = label, Score = [score, 1 - score] };
}
