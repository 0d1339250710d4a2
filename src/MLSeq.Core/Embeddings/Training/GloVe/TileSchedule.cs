using MLSeq.Numerics;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// Hands out the tiles (row block x column block) of one epoch to several threads. The order is drawn from the seed, and
/// a tile waits for those before it that share its rows or columns; so threads never touch the same vectors, without
/// locking them (as the strata of Gemulla et al., 2011, but without barriers), and what comes out is what one thread
/// would give that takes the tiles in their order.
/// </summary>
internal sealed class TileSchedule
{
    private readonly object _lock = new();
    private readonly int _blocks;
    private readonly int[] _order;
    private readonly bool[] _running;
    private readonly bool[] _rowsTaken;
    private readonly bool[] _columnsTaken;
    private int _first;
    private bool _stopped;

    /// <summary>Draws the order of an epoch.</summary>
    /// <param name="blocks">The number of blocks; tile t has the rows t / blocks and the columns t % blocks.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="done">[blocks * blocks]: which tiles are done already; kept up to date.</param>
    public TileSchedule(int blocks, int seed, int epoch, bool[] done)
    {
        (_blocks, Done) = (blocks, done);
        _order = [.. Enumerable.Range(0, blocks * blocks)];
        new SeededRandom(seed, epoch).Shuffle<int>(_order);
        (_running, _rowsTaken, _columnsTaken) = (new bool[_order.Length], new bool[blocks], new bool[blocks]);
    }

    /// <summary>Which tiles are done.</summary>
    public bool[] Done { get; }

    /// <summary>Takes a tile, waiting until there is one; false where none is left or the work is to stop.</summary>
    public bool TryTake(out int tile)
    {
        lock (_lock)
        {
            while (true)
            {
                if (_stopped || Find(out tile))
                {
                    tile = -1;
                    return false;
                }

                if (tile >= 0)
                {
                    _running[tile] = true;
                    return true;
                }

                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Puts a tile down as done.</summary>
    public void Complete(int tile)
    {
        lock (_lock)
        {
            (_running[tile], Done[tile]) = (false, true);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Makes all threads return once they are done with the tile they have.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Looks for a tile that waits for none; -1 where there is none now. True where nothing is left to hand out.</summary>
    private bool Find(out int tile)
    {
        while (_first < _order.Length && Done[_order[_first]])
        {
            _first++;
        }

        Array.Clear(_rowsTaken);
        Array.Clear(_columnsTaken);
        var left = false;
        for (var i = _first; i < _order.Length; i++)
        {
            tile = _order[i];
            if (Done[tile])
            {
                continue;
            }

            ref var rows = ref _rowsTaken[tile / _blocks];
            ref var columns = ref _columnsTaken[tile % _blocks];
            if (!_running[tile])
            {
                if (!rows && !columns)
                {
                    return false;
                }

                left = true;
            }

            (rows, columns) = (true, true);
        }

        tile = -1;
        return !left;
    }
}
