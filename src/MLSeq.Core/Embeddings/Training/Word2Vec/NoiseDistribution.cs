namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Draws words in proportion to a power of their counts in constant time, by the alias method (Walker, 1977; tables as Vose, 1991): a
/// uniform slot, which holds either its own word or its alias.
/// </summary>
internal sealed class NoiseDistribution
{
    private readonly (uint Threshold, int Alias)[] _slots;

    /// <param name="counts">How often each word occurs.</param>
    /// <param name="power">The counts' exponent: word2vec.c's by default.</param>
    public NoiseDistribution(ReadOnlySpan<long> counts, double power = .75)
    {
        var weights = new double[counts.Length];
        var total = 0d;
        for (var word = 0; word < weights.Length; word++)
        {
            total += weights[word] = Math.Pow(counts[word], power);
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
