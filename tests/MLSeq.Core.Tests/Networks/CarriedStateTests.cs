using MLSeq.Networks;

namespace MLSeq.Tests.Networks;

public class CarriedStateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Token_by_token_gives_what_the_whole_sequence_gives(int stateSize)
    {
        var network = new SequenceNetwork(
            new()
            {
                VocabularySize = 9,
                EmbeddingSize = 5,
                HiddenSize = 6,
                Layers = 2,
                Pooling = SequencePooling.None,
                OutputSize = 4,
                StateSize = stateSize,
            },
            seed: 3);
        int[] ids = [1, 4, 0, 8, 2, 2];
        float[] start = [.. new[] { 0.5f, -1, 2 }.Take(stateSize)];
        var (whole, carrying) = (network.CreateScorer(), network.CreateScorer());
        var (expected, found) = (new float[ids.Length * 4], new float[ids.Length * 4]);
        whole.Score(ids, start, expected);

        // The second time shows that a restart forgets the first.
        for (var time = 0; time < 2; time++)
        {
            carrying.Restart(start);
            carrying.Continue(ids.AsSpan(0, 1), found.AsSpan(0, 4));
            carrying.Continue(ids.AsSpan(1, 3), found.AsSpan(4, 12));
            carrying.Continue(ids.AsSpan(4, 1), found.AsSpan(16, 4));
            carrying.Continue(ids.AsSpan(5, 1), found.AsSpan(20, 4));

            Close.To([.. expected.Select(v => (double)v)], found, "output");
        }
    }

    [Fact]
    public void Features_that_do_not_fit_are_named()
    {
        var network = new SequenceNetwork(new() { VocabularySize = 9, HiddenSize = 6, StateSize = 2, OutputSize = 4 }, seed: 3);

        var error = Assert.Throws<ArgumentException>(() => network.CreateScorer().Score([1], new float[4]));
        Assert.Contains("0 features to start from; expected 2", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => network.CreateScorer().Score([1], [1, float.NaN], new float[4]));
        Assert.Contains("NaN", error.Message, StringComparison.Ordinal);
    }
}
