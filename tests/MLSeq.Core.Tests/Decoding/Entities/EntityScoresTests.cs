using MLSeq.Decoding.Entities;

namespace MLSeq.Tests.Decoding.Entities;

public class EntityScoresTests
{
    // Worked out by hand from conlleval's definitions.
    [Fact]
    public void Counts_are_those_of_conlleval()
    {
        var scores = new EntityScores();
        scores.Add(Split("B-PER I-PER O B-LOC O"), Split("B-PER I-PER O B-ORG O"));   // one right; a wrong type
        scores.Add(Split("B-PER I-PER O O"), Split("B-PER O O I-LOC"));              // too short; one out of nothing
        scores.Add(Split("B-LOC B-LOC O"), Split("B-LOC I-LOC O"));                  // two taken for one
        scores.Add(Split("O I-ORG"), Split("O B-ORG"));                              // the same entity, another tag

        Assert.Equal(new EntityCounts(Actual: 6, Predicted: 6, Right: 2), scores.Overall);
        Assert.Equal(new EntityCounts(2, 2, 1), scores.ByType["PER"]);
        Assert.Equal(new EntityCounts(3, 2, 0), scores.ByType["LOC"]);
        Assert.Equal(new EntityCounts(1, 2, 1), scores.ByType["ORG"]);
        Assert.Equal(["LOC", "ORG", "PER"], scores.ByType.Keys);
        Assert.Equal(14, scores.Tokens);
        Assert.Equal(9 / 14d, scores.TokenAccuracy, 1e-12);
        Assert.Equal(2 / 6d, scores.Overall.F1, 1e-12);
        Assert.Equal(1 / 2d, scores.ByType["ORG"].Precision);
        Assert.Equal(1, scores.ByType["ORG"].Recall);
        Assert.Equal(2 * 0.5 * 1 / 1.5, scores.ByType["ORG"].F1, 1e-12);
    }

    [Fact]
    public void Nothing_found_and_nothing_there_give_zero_not_NaN()
    {
        var scores = new EntityScores();
        Assert.Equal(0, scores.TokenAccuracy);
        scores.Add(["O"], ["O"]);
        Assert.Equal((0, 0, 0), (scores.Overall.Precision, scores.Overall.Recall, scores.Overall.F1));
        Assert.Equal(1, scores.TokenAccuracy);
    }

    [Fact]
    public void Lengths_that_differ_are_an_error()
    {
        var error = Assert.Throws<ArgumentException>(() => new EntityScores().Add(["O"], ["O", "O"]));
        Assert.Contains("2 predicted tags for 1", error.Message, StringComparison.Ordinal);
    }

    private static string[] Split(string tags) => tags.Split(' ');
}
