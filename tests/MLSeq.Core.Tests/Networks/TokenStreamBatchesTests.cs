using MLSeq.Networks;
using MLSeq.Networks.Training;
using MLSeq.Numerics;

namespace MLSeq.Tests.Networks;

public class TokenStreamBatchesTests
{
    private const int Start = 99_999;

    [Theory]
    [InlineData(60, 3, 5, 1)]
    [InlineData(61, 3, 5, 2)]
    [InlineData(59, 4, 7, 3)]
    [InlineData(7, 5, 3, 2)]
    [InlineData(3, 5, 4, 2)]
    [InlineData(1, 5, 4, 2)]
    [InlineData(600_000, 7, 35, 2)]
    public void Every_token_is_a_label_once_after_the_one_before_it_and_windows_go_on(int tokens, int rows, int steps, int workers)
    {
        var stream = Stream(tokens);
        var seen = new int[tokens];
        var last = new Dictionary<(int Worker, int Row), int>();
        var counted = 0d;
        var batch = new PackedBatch(new BatchShape(0, true, 0));
        foreach (var window in new TokenStreamBatches(stream, null, Start, rows, steps).Training(new SeededRandom(1)).Cast<SequenceBatch>())
        {
            Assert.True(window.CarriesState);
            Assert.Equal(last.Count == 0, window.StartsAnew);
            Assert.Equal(Math.Min(rows, tokens), window.Rows);
            counted += window.Weight;
            var weight = 0d;
            for (var worker = 0; worker < workers; worker++)
            {
                window.Pack(batch, worker, workers);
                Assert.True(batch.Steps <= steps);
                for (var p = 0; p < batch.Total; p++)
                {
                    if (batch.Weights[p] == 0)
                    {
                        Assert.Equal(-1, batch.Labels[p]);
                        continue;
                    }

                    // Ids count up, so that a label is its own place.
                    var label = (int)batch.Labels[p];
                    Assert.Equal(label == 0 ? Start : label - 1, batch.Ids[p]);
                    var row = (worker, p % batch.Rows);
                    if (last.TryGetValue(row, out var before))
                    {
                        Assert.Equal(before + 1, label);
                    }

                    last[row] = label;
                    seen[label]++;
                    weight += batch.Weights[p];
                }
            }

            Assert.Equal(window.Weight, weight);
            Assert.Equal(window.Tokens, (long)weight);
        }

        Assert.All(seen, times => Assert.Equal(1, times));
        Assert.Equal(tokens, counted);
    }

    [Theory]
    [InlineData(60, 3, 5)]
    [InlineData(61, 3, 5)]
    [InlineData(59, 4, 7)]
    [InlineData(3, 5, 4)]
    [InlineData(0, 5, 4)]
    public void The_rows_of_an_epoch_are_known_before(int tokens, int rows, int steps)
    {
        var batches = new TokenStreamBatches(Stream(tokens), null, Start, rows, steps);
        Assert.Equal(batches.Training(new SeededRandom(1)).Sum(window => window.Rows), batches.Examples);
    }

    [Fact]
    public void The_asked_share_of_windows_starts_from_zero_and_the_same_in_each_reading()
    {
        var batches = new TokenStreamBatches(Stream(100_000), Stream(100_000), Start, 5, 10, reset: 0.1f);
        bool[] Resets(long seed) => [.. batches.Training(new SeededRandom(seed)).Cast<SequenceBatch>().Select(window => window.StartsAnew)];

        Assert.InRange(Resets(1).Count(r => r), 150, 250);
        Assert.Equal(Resets(1), Resets(1));
        Assert.NotEqual(Resets(1), Resets(2));
        Assert.Equal(1, batches.Validation().Cast<SequenceBatch>().Count(window => window.StartsAnew));
    }

    [Fact]
    public void Validation_is_of_few_long_parts()
    {
        var batches = new TokenStreamBatches(Stream(10), Stream(5300), Start, 20, 50);
        Assert.All(batches.Validation(), window => Assert.Equal(5, window.Rows));
        Assert.Equal(5300, batches.Validation().Sum(window => window.Weight));
        Assert.Empty(new TokenStreamBatches(Stream(10), null, Start, 20, 50).Validation());
    }

    [Fact]
    public void A_stream_in_two_parts_has_the_same_tokens()
    {
        var (head, tail) = Stream(600_000).SplitAt(400_001);
        Assert.Equal((400_001, 199_999), (head.Count, tail.Count));
        Assert.Equal((0, 400_000, 400_001, 599_999), (head[0], head[400_000], tail[0], tail[199_998]));
    }

    private static TokenStream Stream(int tokens)
    {
        var stream = new TokenStream();
        for (var id = 0; id < tokens; id++)
        {
            stream.Add(id);
        }

        return stream;
    }
}
