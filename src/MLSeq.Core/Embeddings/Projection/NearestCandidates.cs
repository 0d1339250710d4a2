namespace MLSeq.Embeddings.Projection;

/// <summary>
/// The k smallest of the distances offered so far, and some more that wait to be sorted out. A distance and an index are
/// one key, distance first, so that ties go to the lower index.
/// </summary>
internal sealed class NearestCandidates(int k, int atOnce)
{
    private readonly ulong[] _keys = new ulong[(2 * k) + (2 * atOnce)];
    private int _count;

    /// <summary>Distances above need not be offered.</summary>
    public float Limit { get; private set; } = float.PositiveInfinity;

    public void Clear() => (_count, Limit) = (0, float.PositiveInfinity);

    /// <summary>Takes one; <see cref="Shrink"/> must be called before more than <c>atOnce</c> others come.</summary>
    public void Add(float distance, int index) =>
        _keys[_count++] = ((ulong)BitConverter.SingleToUInt32Bits(Math.Max(distance, 0)) << 32) | (uint)index;

    /// <summary>Makes room where it is needed: only the k nearest stay.</summary>
    public void Shrink()
    {
        if (_count > _keys.Length - atOnce || (Limit == float.PositiveInfinity && _count >= k))
        {
            KeepNearest();
        }
    }

    /// <summary>The indices of the nearest, in any order.</summary>
    public void CopyNearest(Span<int> indices)
    {
        KeepNearest();
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = (int)(uint)_keys[i];
        }
    }

    /// <summary>Hoare's selection: partitions until the k smallest stand in front.</summary>
    private void KeepNearest()
    {
        if (k == 0 || _count < k)
        {
            _count = Math.Min(_count, k);
            return;
        }

        var (low, high) = (0, _count - 1);
        while (low < high)
        {
            var pivot = MiddleOf(_keys[low], _keys[(low + high) / 2], _keys[high]);
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (_keys[i] < pivot)
                {
                    i++;
                }

                while (_keys[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (_keys[i], _keys[j]) = (_keys[j], _keys[i]);
                    i++;
                    j--;
                }
            }

            if (k - 1 <= j)
            {
                high = j;
            }
            else if (k - 1 >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        _count = k;
        Limit = BitConverter.UInt32BitsToSingle((uint)(_keys[k - 1] >> 32));
    }

    private static ulong MiddleOf(ulong a, ulong b, ulong c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
