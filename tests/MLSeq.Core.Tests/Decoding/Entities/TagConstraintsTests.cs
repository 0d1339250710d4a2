using MLSeq.Decoding.Entities;
using MLSeq.Networks;
using MLSeq.Networks.Training;

namespace MLSeq.Tests.Decoding.Entities;

public class TagConstraintsTests
{
    private static readonly string[] Tags = ["O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y"];

    [Theory]
    [InlineData(TagScheme.Bio)]
    [InlineData(TagScheme.Bioes)]
    public void A_constrained_field_predicts_nothing_that_needs_repair(TagScheme scheme)
    {
        string[] tags = [.. Tags.Where(tag => EntityTags.IsIn(tag, scheme))];
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 30,
                EmbeddingSize = 8,
                HiddenSize = 6,
                Pooling = SequencePooling.None,
                OutputSize = tags.Length,
                Output = NetworkOutput.ConditionalRandomField,
            },
            seed: 3);
        var constraints = new TagConstraints(tags, scheme);
        var random = new Random(2);
        var (scores, path, violations) = (new float[20 * tags.Length], new int[20], 0);
        var scorer = network.CreateScorer();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var n = 0; n < 30; n++)
            {
                scorer.Score(new SequenceExample { Ids = [.. Enumerable.Range(0, 20).Select(_ => random.Next(30))] }, scores, path);
                var predicted = path.Select(k => tags[k]).ToArray();
                Assert.Equal(constraints.Allow(path), EntityTags.Repair(predicted, scheme) == 0);
                violations += constraints.Allow(path) ? 0 : 1;
            }

            Assert.True(pass == 0 ? violations > 0 : violations == 0);
            violations = 0;
            constraints.Apply(network);
            scorer = network.CreateScorer();
        }
    }
}
