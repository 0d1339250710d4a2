namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Draws words in proportion to count^0.75 in constant time, by the alias method (Walker, 1977; tables as Vose, 1991): a
/// uniform slot, which holds either its own word or its alias.
/// </summary>
internal sealed class NoiseDistribution
{
    private const double Power = .75;

    private readonly (uint Threshold, int Alias)[] _slots;

    public NoiseDistribution(ReadOnlySpan<long> counts)
    {
        var weights = new double[counts.Length];
        var total = 0d;
        for (var word = 0; word < weights.Length; word++)
        {
            total += weights[word] = Math.Pow(counts[word], Power);
        }

        _slots = new (uint, int)[weights.Length];
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (var word = 0; word < weights.Length; word++)
        {
            weights[word] *= weights.Length / total;
            _slots[word] = (uint.MaxValue, word);
            (weights[word] < 1 ? small : large).Push(word);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (word, alias) = (small.Pop(), large.Pop());
            _slots[word] = ((uint)(weights[word] * uint.MaxValue), alias);
            weights[alias] -= 1 - weights[word];
            (weights[alias] < 1 ? small : large).Push(alias);
        }
    }

    /// <summary>The word that 64 random bits stand for: the upper half says the slot, the lower one which of its words.</summary>
    public int Draw(ulong bits)
    {
        var slot = (int)(((bits >> 32) * (ulong)_slots.Length) >> 32);
        var (threshold, alias) = _slots[slot];
        return (uint)bits < threshold ? slot : alias;
    }
}
