namespace MLSeq.Embeddings.Search;

/// <summary>Searches rows block by block on all cores.</summary>
internal static class RowBlocks
{
    /// <summary>The best of the rows that the blocks' searches find.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="count">How many are wanted.</param>
    /// <param name="search">Given a block's first row, its length and where to add what it finds.</param>
    public static BestRows Best(int rows, int count, Action<int, int, BestRows> search)
    {
        var all = new BestRows(count);
        var blocks = (rows + QuantizedRows.BlockSize - 1) / QuantizedRows.BlockSize;
        Parallel.For(
            0,
            blocks,
            () => new BestRows(count),
            (block, _, best) =>
            {
                var start = block * QuantizedRows.BlockSize;
                search(start, Math.Min(QuantizedRows.BlockSize, rows - start), best);
                return best;
            },
            best =>
            {
                lock (all)
                {
                    all.AddAll(best);
                }
            });
        return all;
    }
}
