using MLSeq.Text;

namespace MLSeq.Tests.Text;

public class BytePairTokenizerTests
{
    private static readonly string[] Texts = ["low low low low low lower lower newest newest newest newest newest newest widest widest widest"];

    [Fact]
    public void LearnsThePairsOfThePaper()
    {
        var tokenizer = (BytePairTokenizer)Tokenizers.BytePairs(26).Train(Texts);

        // Sennrich et al.'s example; es and st tie at 9, then est, and so on.
        Assert.Contains("est", tokenizer.Tokens);
        Assert.Contains("▁low", tokenizer.Tokens);
        Assert.Equal(["▁low", "est"], tokenizer.Tokenize("lowest"));
    }
}
