using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>Trains on tiles. For one thread.</summary>
internal sealed class TileWorker(GloVeModel model, WordGroups groups, CooccurrenceTable table, GloVeOptions options)
{
    private readonly GloVeStep _step = new(model.Stride, options);
    private readonly SeededRandom _random = new(0);
    private readonly int[] _strips = new int[groups.Count];
    private readonly int[] _columns = new int[groups.Count];
    private Cooccurrence[] _scratch = [];

    /// <summary>
    /// Goes through the co-occurrences of a block of words with a block of contexts, one pair of groups after the other,
    /// in an order drawn from the seed. A strip's own rows stay in the core's cache meanwhile.
    /// </summary>
    /// <param name="tile">The tile's number: the words' block times the number of blocks, and the contexts' block.</param>
    /// <param name="epoch">The epoch.</param>
    /// <returns>The sum of the losses.</returns>
    public double Run(int tile, int epoch)
    {
        _random.Seed(options.Seed, epoch, tile);
        var (wordBlock, contextBlock) = (tile / groups.BlockCount, tile % groups.BlockCount);

        // A strip belongs to the later one of its two groups.
        var (stripBlock, columnBlock) = (Math.Max(wordBlock, contextBlock), Math.Min(wordBlock, contextBlock));
        var first = groups.BlockStarts[columnBlock];
        var loss = 0d;
        foreach (var strip in Draw(stripBlock, _strips))
        {
            var last = Math.Min(strip, groups.BlockStarts[columnBlock + 1] - 1);
            var records = table.Read(strip, first, last, ref _scratch);
            foreach (var column in Draw(columnBlock, _columns))
            {
                if (column > strip)
                {
                    continue;
                }

                var start = column == first ? 0 : table.CountOf(strip, first, column - 1);
                var pair = records.Slice(start, table.CountOf(strip, column, column));
                if (wordBlock >= contextBlock)
                {
                    loss += Run(pair, model.Words(strip), model.Contexts(column));
                }

                if (wordBlock <= contextBlock && column != strip)
                {
                    loss += Run(pair, model.Contexts(strip), model.Words(column));
                }
            }
        }

        return loss;
    }

    /// <summary>Each time, another record is the first.</summary>
    private double Run(ReadOnlySpan<Cooccurrence> records, Span<float> rows, Span<float> columns)
    {
        if (records.IsEmpty)
        {
            return 0;
        }

        var start = _random.Next(records.Length);
        return _step.Run(records[start..], rows, columns) + _step.Run(records[..start], rows, columns);
    }

    private Span<int> Draw(int block, int[] memory)
    {
        var (first, end) = (groups.BlockStarts[block], groups.BlockStarts[block + 1]);
        var order = memory.AsSpan(0, end - first);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = first + i;
        }

        _random.Shuffle(order);
        return order;
    }
}
