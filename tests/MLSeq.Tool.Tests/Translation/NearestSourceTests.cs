using MLSeq.Tool.Translation;

namespace MLSeq.Tool.Tests.Translation;

public class NearestSourceTests
{
    [Fact]
    public void The_target_is_that_of_the_source_with_the_rarest_words_in_common()
    {
        var nearest = new NearestSource([new("the red of the ball", "one"), new("the green of the cube", "two"), new("the cube", "three"), new("the ball", "four")]);

        Assert.Equal("two", nearest.Translate("The GREEN ball of the sea"));
        Assert.Equal("three", nearest.Translate("cube"));
        Assert.Equal("four", nearest.Translate("the ball"));
        Assert.Empty(nearest.Translate("nothing known"));
        Assert.Empty(new NearestSource([]).Translate("a"));
    }
}
