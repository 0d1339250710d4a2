using System.Buffers;

namespace MLSeq.Embeddings.Search;

/// <summary>
/// The rows with the greatest cosines to a query: the same, in the same order, as from comparing all in double precision.
/// What is read for each query is a copy of the rows with a byte for each value (a quarter of the memory; made here, on
/// all cores), which bounds each cosine from both sides. Only a row that may be among the best is then looked at itself.
/// </summary>
internal sealed class SimilaritySearch
{
    private readonly WordVectorRows _rows;
    private readonly QuantizedRows[] _blocks;

    public SimilaritySearch(WordVectorRows rows)
    {
        _rows = rows;
        _blocks = new QuantizedRows[(rows.Count + QuantizedRows.BlockSize - 1) / QuantizedRows.BlockSize];
        Parallel.For(0, _blocks.Length, block =>
        {
            var start = block * QuantizedRows.BlockSize;
            _blocks[block] = new QuantizedRows(rows, start, Math.Min(QuantizedRows.BlockSize, rows.Count - start));
        });
    }

    /// <summary>The best of the first rows, the best first; of equally good ones the one with the smaller index.</summary>
    /// <param name="query">A vector of any length.</param>
    /// <param name="count">How many; fewer come back where there are no more.</param>
    /// <param name="searched">How many rows are looked at.</param>
    /// <param name="excluded">Rows that are left out.</param>
    public ScoredRow[] Nearest(ReadOnlySpan<float> query, int count, int searched, HashSet<int> excluded)
    {
        count = Math.Min(count, searched);
        var values = query.ToArray();
        var norm = ExactCosine.Norm(query);
        var quantized = new QuantizedQuery(query);
        var greatest = ArrayPool<float>.Shared.Rent(searched);

        // The best lower bounds: no row whose upper bound is below all of them is among the best.
        var bounds = RowBlocks.Best(searched, count, (start, length, best) =>
        {
            Span<float> least = stackalloc float[QuantizedRows.BlockSize];
            _blocks[start / QuantizedRows.BlockSize].Bounds(quantized, least[..length], greatest.AsSpan(start, length));
            for (var i = 0; i < length; i++)
            {
                if (least[i] > best.Threshold && !excluded.Contains(start + i))
                {
                    best.Add(new ScoredRow(start + i, least[i]));
                }
            }
        });
        var threshold = bounds.Threshold;
        var nearest = RowBlocks.Best(searched, count, (start, length, best) =>
        {
            for (var i = start; i < start + length; i++)
            {
                if (greatest[i] >= threshold && greatest[i] >= best.Threshold && !excluded.Contains(i))
                {
                    best.Add(new ScoredRow(i, ExactCosine.Of(_rows[i], values, norm)));
                }
            }
        });
        ArrayPool<float>.Shared.Return(greatest);
        return nearest.ToArray();
    }
}
