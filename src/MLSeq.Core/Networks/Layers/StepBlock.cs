using System.Runtime.InteropServices;

namespace MLSeq.Networks.Layers;

/// <summary>
/// Consecutive recurrent steps whose positions lie side by side. Products that need no recurrence run over a block at a time:
/// large enough for a matrix kernel to be fast, small enough that the rows are still in the cache when the steps use them.
/// </summary>
/// <param name="First">The first step, in the order the direction takes them.</param>
/// <param name="End">The step after the last one.</param>
/// <param name="At">The position of the block's first row.</param>
/// <param name="Rows">The number of positions.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StepBlock(int First, int End, int At, int Rows)
{
    private const int LeastRows = 64;

    /// <summary>The block that starts with step <paramref name="first"/>: it ends as soon as it has enough rows, or at step <paramref name="limit"/>.</summary>
    public static StepBlock From(PackedBatch batch, int first, int limit, bool reverse)
    {
        var (end, rows) = (first, 0);
        while (end < limit && rows < LeastRows)
        {
            rows += batch.Count(Time(batch, end++, reverse));
        }

        return new(first, end, batch.Offset(Time(batch, reverse ? end - 1 : first, reverse)), rows);
    }

    /// <summary>The block that ends before step <paramref name="end"/>: it starts as late as it can with enough rows, or at step <paramref name="limit"/>.</summary>
    public static StepBlock Until(PackedBatch batch, int end, int limit, bool reverse)
    {
        var (first, rows) = (end, 0);
        while (first > limit && rows < LeastRows)
        {
            rows += batch.Count(Time(batch, --first, reverse));
        }

        return new(first, end, batch.Offset(Time(batch, reverse ? end - 1 : first, reverse)), rows);
    }

    private static int Time(PackedBatch batch, int step, bool reverse) => reverse ? batch.Steps - 1 - step : step;
}
