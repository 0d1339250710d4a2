namespace MLSeq.Embeddings.Search;

/// <summary>The best rows of those added, at most so many: a binary heap with the worst at its root.</summary>
internal sealed class BestRows(int capacity)
{
    private readonly ScoredRow[] _heap = new ScoredRow[capacity];
    private int _count;

    /// <summary>A row with a smaller score than this is not among the best; minus infinity while there is room.</summary>
    public double Threshold { get; private set; } = double.NegativeInfinity;

    public void Add(ScoredRow row)
    {
        if (_count < _heap.Length)
        {
            Rise(_count++, row);
        }
        else if (ScoredRow.Compare(row, _heap[0]) < 0)
        {
            Sink(row);
        }

        Threshold = _count < _heap.Length ? double.NegativeInfinity : _heap[0].Score;
    }

    public void AddAll(BestRows others)
    {
        foreach (var row in others._heap.AsSpan(0, others._count))
        {
            Add(row);
        }
    }

    /// <summary>The rows, the best first.</summary>
    public ScoredRow[] ToArray()
    {
        var rows = _heap[.._count];
        Array.Sort(rows, ScoredRow.Compare);
        return rows;
    }

    private void Rise(int place, ScoredRow row)
    {
        while (place > 0 && ScoredRow.Compare(row, _heap[(place - 1) / 2]) > 0)
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        _heap[place] = row;
    }

    /// <summary>Puts a row in the root's place and down from there.</summary>
    private void Sink(ScoredRow row)
    {
        var place = 0;
        while ((2 * place) + 1 < _count)
        {
            var worse = (2 * place) + 1;
            if (worse + 1 < _count && ScoredRow.Compare(_heap[worse + 1], _heap[worse]) > 0)
            {
                worse++;
            }

            if (ScoredRow.Compare(row, _heap[worse]) >= 0)
            {
                break;
            }

            _heap[place] = _heap[worse];
            place = worse;
        }

        _heap[place] = row;
    }
}
