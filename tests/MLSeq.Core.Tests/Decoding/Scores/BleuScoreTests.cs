using MLSeq.Decoding.Scores;

namespace MLSeq.Tests.Decoding.Scores;

public class BleuScoreTests
{
    // The example of sacreBLEU's documentation.
    [Fact]
    public void The_published_example_has_its_published_figures()
    {
        string[] outputs = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];
        string[][] references =
        [
            ["The dog bit the man.", "The dog had bit the man."],
            ["It was not unexpected.", "No one was surprised."],
            ["The man bit him first.", "The man had bitten the dog."],
        ];
        var (bleu, chrf) = (new BleuScore(), new ChrfScore());
        for (var i = 0; i < outputs.Length; i++)
        {
            bleu.Add(outputs[i], references[i]);
            chrf.Add(outputs[i], references[i]);
        }

        Assert.Equal("BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)", bleu.ToString());
        Assert.Equal(48.530827, bleu.Score, 1e-6);
        Assert.Equal([14L, 7, 5, 3], bleu.Matches);
        Assert.Equal([17L, 14, 11, 8], bleu.Totals);
        Assert.Equal("chrF2 = 59.73", chrf.ToString());
    }

    // The course's example of clipping: 'the' occurs at most twice in one reference; its bigrams match 4 of 6.
    [Fact]
    public void Counts_are_clipped_at_the_largest_in_one_reference()
    {
        string[] references = ["The cat is on the mat", "There is a cat on the mat"];
        var same = new BleuScore(new() { LowerCase = true });
        same.Add("the the the the the the the", references);
        Assert.Equal((2L, 7L), (same.Matches[0], same.Totals[0]));

        var other = new BleuScore(new() { LowerCase = true });
        other.Add("The cat the cat on the mat", references);
        Assert.Equal((5L, 7L), (other.Matches[0], other.Totals[0]));
        Assert.Equal((4L, 6L), (other.Matches[1], other.Totals[1]));
    }

    // Published with sacreBLEU's compatibility tests: sentence BLEU under each smoothing.
    [Theory]
    [InlineData(BleuSmoothing.Exponential, null, 8.493)]
    [InlineData(BleuSmoothing.None, null, 0)]
    [InlineData(BleuSmoothing.Floor, null, 4.51688)]
    [InlineData(BleuSmoothing.Floor, 0.5, 10.10)]
    [InlineData(BleuSmoothing.AddK, null, 14.882)]
    [InlineData(BleuSmoothing.AddK, 2d, 21.389)]
    public void Smoothing_has_its_published_figures(BleuSmoothing smoothing, double? value, double expected) => Assert.Equal(expected, BleuScore.OfSentence(
        "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;",
        ["producţia de zahăr brut se exprimă în zahăr alb;"],
        new() { Smoothing = smoothing, SmoothingValue = value }), 1e-3);

    [Theory]
    [InlineData("test", "a test", 0.3678794411714425)]
    [InlineData("a test", "a test", 1)]
    [InlineData("a little test", "a test", 0.03218297948685433)]
    public void Short_sentences_have_the_published_figures(string output, string reference, double expected) => Assert.Equal(
        expected, BleuScore.OfSentence(output, [reference], new() { Smoothing = BleuSmoothing.Floor, SmoothingValue = 0.01 }) / 100, 1e-8);

    [Fact]
    public void Of_two_references_equally_close_in_length_the_shorter_counts()
    {
        var score = new BleuScore();
        score.Add("a b c", "a b c d", "a b");
        Assert.Equal(2, score.ReferenceLength);
        Assert.Equal(1, score.BrevityPenalty);
    }

    [Fact]
    public void Bad_options_and_sentences_without_a_reference_are_named()
    {
        Assert.Contains("SmoothingValue is -1", Assert.Throws<ArgumentException>(() => new BleuScore(new() { SmoothingValue = -1 })).Message);
        Assert.Contains("MaxOrder is 0", Assert.Throws<ArgumentException>(() => new BleuScore(new() { MaxOrder = 0 })).Message);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new BleuScore().Add("a", [])).Message);
        Assert.Contains("Beta is 0", Assert.Throws<ArgumentException>(() => new ChrfScore(new() { Beta = 0 })).Message);
    }
}
