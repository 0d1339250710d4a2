using System.Diagnostics;

namespace MLSeq.Benchmarks;

/// <summary>Times short work on a machine that does other things too.</summary>
internal static class Stopwatches
{
    /// <summary>
    /// The seconds of one call of <paramref name="work"/>: the least of many batches of calls, since whatever disturbs a
    /// measurement only makes it longer.
    /// </summary>
    public static double Least(Action work, double seconds = 0.3, double batchSeconds = 0.004)
    {
        work();
        var once = Seconds(work, 1);
        var calls = (int)Math.Clamp(batchSeconds / once, 1, 1e6);
        var least = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        do
        {
            least = Math.Min(least, Seconds(work, calls) / calls);
        }
        while (total.Elapsed.TotalSeconds < seconds);

        return least;
    }

    private static double Seconds(Action work, int calls)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
