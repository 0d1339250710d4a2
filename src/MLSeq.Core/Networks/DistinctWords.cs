namespace MLSeq.Networks;

/// <summary>
/// The distinct words of a batch, packed as sequences of characters, so that what is made of characters is made once for each.
/// Words are the same where their arrays of characters are. Allocates nothing once it has grown.
/// </summary>
internal sealed class DistinctWords
{
    // What a position without characters has, such as the one token of an empty sequence.
    private static readonly int[] NoCharacters = [];

    private readonly Dictionary<int[], int> _numbers = new(ReferenceEqualityComparer.Instance);
    private int[][] _words = [];
    private long[] _keys = [];
    private int[] _rows = [];
    private int[] _rowOf = [];
    private int _positions;

    /// <summary>The words, longest first; a word's characters are its steps.</summary>
    public PackedBatch Batch { get; } = new(new BatchShape(0, EachStep: false, TargetSize: 0));

    /// <summary>The row in <see cref="Batch"/> of the word at each position.</summary>
    public ReadOnlySpan<int> Rows => _rowOf.AsSpan(0, _positions);

    /// <summary>Forgets all words, and makes room for <paramref name="positions"/> positions.</summary>
    public void Clear(int positions)
    {
        _numbers.Clear();
        _positions = positions;
        if (_rowOf.Length < positions)
        {
            _rowOf = new int[Math.Max(positions, 2 * _rowOf.Length)];
        }
    }

    /// <summary>Says which word is at a position; each position has one.</summary>
    public void Place(int position, int[]? characters)
    {
        characters ??= NoCharacters;
        if (!_numbers.TryGetValue(characters, out var number))
        {
            number = _numbers.Count;
            _numbers.Add(characters, number);
            if (number == _words.Length)
            {
                var size = Math.Max(256, 2 * number);
                Array.Resize(ref _words, size);
                Array.Resize(ref _keys, size);
                Array.Resize(ref _rows, size);
            }

            _words[number] = characters;
        }

        _rowOf[position] = number;
    }

    /// <summary>Packs the words.</summary>
    public void Pack()
    {
        var count = _numbers.Count;
        for (var i = 0; i < count; i++)
        {
            // Falling length, then the order in which words were seen, which makes the sort stable.
            _keys[i] = (-(long)_words[i].Length << 32) + i;
        }

        _keys.AsSpan(0, count).Sort(_words.AsSpan(0, count));
        for (var row = 0; row < count; row++)
        {
            _rows[(int)(uint)_keys[row]] = row;
        }

        foreach (ref var place in _rowOf.AsSpan(0, _positions))
        {
            place = _rows[place];
        }

        Batch.Pack(_words.AsSpan(0, count));
        Array.Clear(_words, 0, count);
    }
}
