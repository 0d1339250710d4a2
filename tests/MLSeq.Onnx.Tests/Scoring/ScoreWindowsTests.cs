using MLSeq.Graphs;
using MLSeq.Onnx.Graphs;
using MLSeq.Onnx.Scoring;

namespace MLSeq.Onnx.Tests.Scoring;

public class ScoreWindowsTests
{
    private static readonly byte[] Model = OnnxSequenceScorerTests.SumOfIds().ToArray();

    [Fact]
    public void Windows_give_what_all_rows_together_give_in_their_order()
    {
        var random = new Random(3);
        int[][] rows = [.. Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(9)).ToArray())];
        using var scorer = new OnnxSequenceScorer(Model, new OnnxScorerOptions { BatchSize = 8, WindowSize = 70, Threads = 3 });

        var sums = scorer.ScoreWindows(rows.Chunk(70).Select(Window)).SelectMany(s => s.Integers("Sum").ToArray()).ToArray();

        Assert.Equal(rows.Select(r => (long)r.Sum()), sums);
        Assert.Equal(2000, scorer.Metrics.Rows);
    }

    [Fact]
    public void Few_windows_are_read_ahead_and_none_before_the_first_is_asked_for()
    {
        using var scorer = new OnnxSequenceScorer(Model);
        int read = 0;
        var results = scorer.ScoreWindows(Enumerable.Range(0, 1000).Select(i =>
        {
            read++;
            return Window([[i]]);
        }));
        Assert.Equal(0, read);
        long expected = 0;
        foreach (var scores in results)
        {
            Assert.InRange(read, expected + 1, Math.Min(1000, expected + 4));
            Assert.Equal(expected++, scores.Integers("Sum")[0]);
        }

        Assert.Equal(1000, expected);
    }

    [Fact]
    public void What_the_source_throws_comes_after_the_results_before_it()
    {
        using var scorer = new OnnxSequenceScorer(Model);
        List<long> sums = [];

        var error = Assert.Throws<InvalidDataException>(() => sums.AddRange(scorer.ScoreWindows(Source()).Select(s => s.Integers("Sum")[0])));

        Assert.Equal("line 5 is damaged", error.Message);
        Assert.Equal([0L, 1, 2, 3], sums);

        static IEnumerable<IReadOnlyDictionary<string, OnnxRows>> Source()
        {
            for (int i = 0; i < 4; i++)
            {
                yield return Window([[i]]);
            }

            throw new InvalidDataException("line 5 is damaged");
        }
    }

    [Fact]
    public void Rows_that_cannot_be_scored_are_counted_from_the_first_window_on()
    {
        var graph = new OnnxGraph();
        graph.Output("Y", graph.Gather(graph.Constant("table", [1f, 2f], 2), graph.Input("Ids", OnnxElementType.Int64, "N", "T")), OnnxElementType.Float, "N", "T");
        using var scorer = new OnnxSequenceScorer(graph.ToArray());
        int[][][] windows = [[[0], [1]], [[0], [1]], [[0], [7, 7]]];
        int scored = 0;

        string message = Assert.Throws<InvalidOperationException>(() => scorer.ScoreWindows(windows.Select(Window)).All(_ => scored++ >= 0)).Message;

        Assert.Contains("among them row 5", message, StringComparison.Ordinal);
        Assert.Equal(2, scored);
    }

    [Fact]
    public void Who_stops_early_leaves_nothing_running()
    {
        for (int round = 0; round < 20; round++)
        {
            // disposed of while the next windows are in flight: a run that went on would end the process
            using var scorer = new OnnxSequenceScorer(Model, new OnnxScorerOptions { BatchSize = 1 });
            int[][] rows = [.. Enumerable.Repeat(new int[50], 300)];
            Assert.Equal(300, scorer.ScoreWindows(Enumerable.Repeat(Window(rows), 10)).First().Rows);
        }
    }

    [Fact]
    public void Cancellation_ends_it_between_batches()
    {
        using var scorer = new OnnxSequenceScorer(Model);
        using var cancellation = new CancellationTokenSource();
        int taken = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var scores in scorer.ScoreWindows(Enumerable.Repeat(Window([[1], [2]]), 1_000_000), cancellation.Token))
            {
                if (++taken == 5)
                {
                    cancellation.Cancel();
                }
            }
        });
        Assert.InRange(taken, 5, 8);
    }

    private static Dictionary<string, OnnxRows> Window(int[][] rows) => new(StringComparer.Ordinal) { ["Ids"] = OnnxRows.Ids(rows) };
}
