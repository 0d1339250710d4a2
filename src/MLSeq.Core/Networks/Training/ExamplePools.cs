using MLSeq.Numerics;

namespace MLSeq.Networks.Training;

/// <summary>
/// Cuts a stream of examples into batches of similar lengths: rows fill a pool of bounded size, which is shuffled, sorted
/// by length, cut into batches, and the batches shuffled.
/// </summary>
/// <param name="poolSize">The most rows in a pool.</param>
/// <param name="batchSize">The rows in a batch.</param>
/// <param name="lengthOf">What rows are sorted by: a row's length, or several, the most important in the highest bits; less than 2^31.</param>
/// <param name="valuesOf">How much a row adds to a pool's values.</param>
internal sealed class ExamplePools<TExample>(int poolSize, int batchSize, Func<TExample, long> lengthOf, Func<TExample, long> valuesOf)
    where TExample : class
{
    /// <summary>A pool also ends at so many token ids or frame values, 32 MB, so that long rows take no more memory than short ones.</summary>
    private const long LargestPoolValues = 8 << 20;

    private TExample[] _pool = [];
    private long[] _keys = [];

    /// <summary>The batches of <paramref name="rows"/>, each by falling length; in the rows' order by length where <paramref name="random"/> is null.</summary>
    public IEnumerable<ArraySegment<TExample>> Batches(IEnumerable<TExample> rows, SeededRandom? random)
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

    /// <inheritdoc cref="ExamplePools{TExample}" path="/param[@name='valuesOf']"/>
    public long ValuesOf(TExample row) => valuesOf(row);

    /// <summary>Whether a pool that holds so much takes no more rows.</summary>
    public bool IsFull(int rows, long values) => rows >= poolSize || values >= LargestPoolValues;

    private int Fill(IEnumerator<TExample> source)
    {
        var (count, values) = (0, 0L);
        while (!IsFull(count, values) && source.MoveNext())
        {
            if (count == _pool.Length)
            {
                Array.Resize(ref _pool, (int)Math.Min(poolSize, Math.Max(256, 2L * count)));
            }

            _pool[count++] = source.Current;
            values += valuesOf(source.Current);
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
            _keys[i] = (-lengthOf(pool[i]) << 32) + i;
        }

        _keys.AsSpan(0, count).Sort(pool);
    }
}
