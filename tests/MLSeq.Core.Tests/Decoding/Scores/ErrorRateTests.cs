using MLSeq.Decoding.Scores;

namespace MLSeq.Tests.Decoding.Scores;

public class ErrorRateTests
{
    [Theory]
    [InlineData("the cat sat", "the cat sat", 0, 0, 0)]
    [InlineData("the cat sat", "the hat sat", 1, 0, 0)]
    [InlineData("the cat sat", "cat  sat", 0, 1, 0)]
    [InlineData("the cat sat", "the old cat sat down", 0, 0, 2)]
    [InlineData("the cat sat", "", 0, 3, 0)]
    [InlineData("", "a b", 0, 0, 2)]
    public void Words_are_counted_by_kind(string reference, string output, int substitutions, int deletions, int insertions)
    {
        var rate = new ErrorRate(ErrorUnit.Word);
        rate.Add(reference, output);
        Assert.Equal((substitutions, deletions, insertions), (rate.Substitutions, rate.Deletions, rate.Insertions));
    }

    [Fact]
    public void The_rate_is_of_all_texts_together_in_code_points()
    {
        var rate = new ErrorRate(ErrorUnit.Character);
        rate.Add("kitten", "sitting");   // the textbook's three errors
        rate.Add("a😀b", "a😀b");
        Assert.Equal(3 / 9d, rate.Rate);
        Assert.Equal((9L, 2L, 1L), (rate.ReferenceLength, rate.Texts, rate.RightTexts));
    }

    [Fact]
    public void Without_a_reference_any_error_is_all()
    {
        var rate = new ErrorRate(ErrorUnit.Word);
        rate.Add("", "");
        Assert.Equal(0, rate.Rate);
        rate.Add("", "two words");
        Assert.Equal(1, rate.Rate);
    }

    // The recursive definition, which has no table.
    [Fact]
    public void Errors_are_those_of_the_definition()
    {
        var random = new Random(5);
        string[] Draw() => [.. Enumerable.Range(0, random.Next(7)).Select(_ => "abc"[random.Next(3)].ToString())];
        for (var n = 0; n < 300; n++)
        {
            var (reference, output) = (Draw(), Draw());
            var rate = new ErrorRate(ErrorUnit.Word);
            rate.Add(reference, output);
            Assert.Equal(Distance(reference, output), rate.Substitutions + rate.Deletions + rate.Insertions);
            Assert.Equal(output.Length, reference.Length - rate.Deletions + rate.Insertions);
        }
    }

    private static int Distance(ReadOnlySpan<string> a, ReadOnlySpan<string> b)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.Length + b.Length;
        }

        return a[0] == b[0]
            ? Distance(a[1..], b[1..])
            : 1 + Math.Min(Distance(a[1..], b[1..]), Math.Min(Distance(a[1..], b), Distance(a, b[1..])));
    }
}
