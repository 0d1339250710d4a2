namespace MLSeq.Embeddings.Projection;

/// <summary>
/// Sorts points of the plane along Morton's curve: by a key whose bits are those of x and y in turn, 16 of each, so that
/// each cell of a quadtree is one range of the order. Three passes of a radix sort, which keep the order of equal keys.
/// </summary>
internal sealed class MortonOrder
{
    public const int BitsPerAxis = 16;
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    private readonly int[] _histogram = new int[3 * Digits];
    private uint[] _keys;
    private uint[] _otherKeys;
    private int[] _order;
    private int[] _otherOrder;

    public MortonOrder(int count) =>
        (_keys, _otherKeys, _order, _otherOrder) = (new uint[count], new uint[count], new int[count], new int[count]);

    /// <summary>The points' keys, rising.</summary>
    public ReadOnlySpan<uint> Keys => _keys;

    /// <summary>Which point stands where.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The side of the square that all points lie in.</summary>
    public float Side { get; private set; }

    /// <param name="points">[count, 2].</param>
    public void Sort(ReadOnlySpan<float> points)
    {
        var (minX, minY, maxX, maxY) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (var i = 0; i < points.Length; i += 2)
        {
            (minX, maxX) = (Math.Min(minX, points[i]), Math.Max(maxX, points[i]));
            (minY, maxY) = (Math.Min(minY, points[i + 1]), Math.Max(maxY, points[i + 1]));
        }

        Side = Math.Max(maxX - minX, maxY - minY);
        var scale = Side > 0 ? ((1 << BitsPerAxis) - 1) / Side : 0;
        _histogram.AsSpan().Clear();
        for (var i = 0; i < _keys.Length; i++)
        {
            var key = Spread((uint)((points[2 * i] - minX) * scale)) | (Spread((uint)((points[(2 * i) + 1] - minY) * scale)) << 1);
            (_keys[i], _order[i]) = (key, i);
            _histogram[key & (Digits - 1)]++;
            _histogram[Digits + (int)((key >> DigitBits) & (Digits - 1))]++;
            _histogram[(2 * Digits) + (int)(key >> (2 * DigitBits))]++;
        }

        for (var pass = 0; pass < 3; pass++)
        {
            Scatter(_histogram.AsSpan(pass * Digits, Digits), pass * DigitBits);
        }
    }

    private void Scatter(Span<int> histogram, int shift)
    {
        var start = 0;
        foreach (ref var entry in histogram)
        {
            (entry, start) = (start, start + entry);
        }

        var (keys, order, toKeys, toOrder) = (_keys, _order, _otherKeys, _otherOrder);
        for (var i = 0; i < keys.Length; i++)
        {
            var to = histogram[(int)((keys[i] >> shift) & (Digits - 1))]++;
            (toKeys[to], toOrder[to]) = (keys[i], order[i]);
        }

        (_keys, _otherKeys, _order, _otherOrder) = (toKeys, keys, toOrder, order);
    }

    /// <summary>Moves bit b to place 2b.</summary>
    private static uint Spread(uint x)
    {
        x = Math.Min(x, (1 << BitsPerAxis) - 1);
        x = (x | (x << 8)) & 0x00FF00FF;
        x = (x | (x << 4)) & 0x0F0F0F0F;
        x = (x | (x << 2)) & 0x33333333;
        return (x | (x << 1)) & 0x55555555;
    }
}
