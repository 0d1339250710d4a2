namespace MLSeq.Networks.Layers;

/// <summary>The different tokens of a batch. Allocates nothing once it has grown.</summary>
internal sealed class DistinctTokens
{
    private int[] _numbers = [];
    private int[] _ids = [];
    private int[] _rows = [];
    private int _count;
    private int _positions;

    /// <summary>The tokens, in the order of their first positions.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    /// <summary>Which of <see cref="Ids"/> is at each position.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _positions);

    /// <summary>Finds the tokens of <paramref name="ids"/>, all at least 0 and below <paramref name="vocabularySize"/>.</summary>
    public void Find(ReadOnlySpan<int> ids, int vocabularySize)
    {
        Clear();
        if (_numbers.Length < vocabularySize)
        {
            _numbers = new int[vocabularySize];
        }

        if (_rows.Length < ids.Length)
        {
            _rows = new int[Math.Max(ids.Length, 2 * _rows.Length)];
            _ids = new int[_rows.Length];
        }

        _positions = ids.Length;
        for (var p = 0; p < ids.Length; p++)
        {
            // Numbers count from 1, so that 0 is a token not seen yet.
            ref var number = ref _numbers[ids[p]];
            if (number == 0)
            {
                _ids[_count] = ids[p];
                number = ++_count;
            }

            _rows[p] = number - 1;
        }
    }

    /// <summary>Forgets all tokens.</summary>
    public void Clear()
    {
        foreach (var id in Ids)
        {
            _numbers[id] = 0;
        }

        (_count, _positions) = (0, 0);
    }
}
