using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// Cuts a stream of examples into batches of similar lengths: rows fill a pool of bounded size, which is shuffled, sorted
/// by length, cut into batches, and the batches shuffled.
/// </summary>
internal sealed class ExamplePools(int frameSize, int poolSize, int batchSize)
{
    /// <summary>A pool also ends at so many token ids or frame values, 32 MB, so that long rows take no more memory than short ones.</summary>
    internal const long LargestPoolValues = 8 << 20;

    private SequenceExample[] _pool = [];
    private long[] _keys = [];

    /// <summary>The batches of <paramref name="rows"/>, each by falling length; in the rows' order by length where <paramref name="random"/> is null.</summary>
    public IEnumerable<ArraySegment<SequenceExample>> Batches(IEnumerable<SequenceExample> rows, SeededRandom? random)
    {
        using var source = rows.GetEnumerator();
        while (Fill(source) is var count and > 0)
        {
            Sort(count, random);
            var order = new int[(count + batchSize - 1) / batchSize];
            for (var i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            random?.Shuffle<int>(order);
            foreach (var batch in order)
            {
                yield return new(_pool, batch * batchSize, Math.Min(batchSize, count - (batch * batchSize)));
            }
        }
    }

    /// <summary>Whether a pool that holds so much takes no more rows.</summary>
    public bool IsFull(int rows, long values) => rows >= poolSize || values >= LargestPoolValues;

    /// <summary>How much a row adds to a pool's values.</summary>
    public static long ValuesOf(SequenceExample row) =>
        (row.Ids?.Length ?? 0) + (row.Frames?.Length ?? 0) + (row.Characters?.Length ?? 0) + (row.StepLabels?.Length ?? 0) + (long)(row.Targets?.Length ?? 0);

    private int Fill(IEnumerator<SequenceExample> source)
    {
        var (count, values) = (0, 0L);
        while (!IsFull(count, values) && source.MoveNext())
        {
            if (count == _pool.Length)
            {
                Array.Resize(ref _pool, (int)Math.Min(poolSize, Math.Max(256, 2L * count)));
            }

            _pool[count++] = source.Current;
            values += ValuesOf(source.Current);
        }

        // What the pool before left behind would keep its rows alive.
        Array.Clear(_pool, count, _pool.Length - count);
        return count;
    }

    private void Sort(int count, SeededRandom? random)
    {
        var pool = _pool.AsSpan(0, count);
        random?.Shuffle(pool);
        if (_keys.Length < count)
        {
            _keys = new long[_pool.Length];
        }

        for (var i = 0; i < count; i++)
        {
            // Falling length, then the place before, which makes the sort stable.
            _keys[i] = (-(long)pool[i].LengthIn(frameSize) << 32) + i;
        }

        _keys.AsSpan(0, count).Sort(pool);
    }
}
