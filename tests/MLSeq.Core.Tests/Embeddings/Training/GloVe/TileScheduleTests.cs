using MLSeq.Embeddings.Training.GloVe;
using MLSeq.Numerics;

namespace MLSeq.Tests.Embeddings.Training.GloVe;

public class TileScheduleTests
{
    private const int Blocks = 9;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Tiles_that_share_rows_or_columns_run_one_after_the_other_in_the_order_of_one_thread(int threads)
    {
        var alone = Run(1, []);
        var together = Run(threads, []);

        Assert.Equal(Blocks * Blocks, together.Distinct().Count());
        foreach (var (first, second) in Pairs())
        {
            Assert.Equal(alone.IndexOf(first) < alone.IndexOf(second), together.IndexOf(first) < together.IndexOf(second));
        }
    }

    [Fact]
    public void Tiles_that_are_done_are_not_handed_out_again()
    {
        var tiles = Run(2, [3, 40, 80]);

        Assert.Equal((Blocks * Blocks) - 3, tiles.Count);
        Assert.DoesNotContain(40, tiles);
    }

    [Fact]
    public void Epochs_have_orders_of_their_own()
    {
        var first = new TileSchedule(Blocks, 1, 0, new bool[Blocks * Blocks]);
        var second = new TileSchedule(Blocks, 1, 1, new bool[Blocks * Blocks]);

        Assert.NotEqual(
            Enumerable.Range(0, 20).Select(_ => Next(first)).ToArray(),
            Enumerable.Range(0, 20).Select(_ => Next(second)).ToArray());
    }

    [Fact]
    public async Task A_stop_sends_waiting_threads_home()
    {
        var schedule = new TileSchedule(1, 1, 0, new bool[1]);
        Assert.True(schedule.TryTake(out _));
        var other = Task.Run(() => schedule.TryTake(out _));

        schedule.Stop();

        Assert.False(await other);
    }

    private static int Next(TileSchedule schedule)
    {
        Assert.True(schedule.TryTake(out var tile));
        schedule.Complete(tile);
        return tile;
    }

    /// <summary>The tiles in the order in which they began; fails where one begins beside another one that shares its rows or columns.</summary>
    private static List<int> Run(int threads, int[] done)
    {
        var (begun, running) = (new List<int>(), new HashSet<int>());
        var state = new bool[Blocks * Blocks];
        Array.ForEach(done, tile => state[tile] = true);
        var schedule = new TileSchedule(Blocks, 7, 2, state);
        using var team = new WorkerTeam(threads);
        team.Run(_ =>
        {
            while (schedule.TryTake(out var tile))
            {
                lock (begun)
                {
                    Assert.DoesNotContain(running, other => Share(tile, other));
                    running.Add(tile);
                    begun.Add(tile);
                }

                Thread.SpinWait(20 * (tile % 7) * 50);
                lock (begun)
                {
                    running.Remove(tile);
                }

                schedule.Complete(tile);
            }
        });
        Assert.All(state, Assert.True);
        return begun;
    }

    private static IEnumerable<(int, int)> Pairs() =>
        from a in Enumerable.Range(0, Blocks * Blocks) from b in Enumerable.Range(0, a) where Share(a, b) select (a, b);

    private static bool Share(int a, int b) => a / Blocks == b / Blocks || a % Blocks == b % Blocks;
}
