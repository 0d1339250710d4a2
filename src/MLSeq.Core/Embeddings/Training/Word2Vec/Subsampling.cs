namespace MLSeq.Embeddings.Training.Word2Vec;

/// <summary>
/// Thins out frequent words (Mikolov et al., 2013, with word2vec.c's formula): a word that makes up the part f of the text
/// stays with probability √(sample / f) + sample / f.
/// </summary>
internal static class Subsampling
{
    /// <summary>For each word the bound below which a random 32-bit number keeps it; the largest keeps it always.</summary>
    public static uint[] Thresholds(ReadOnlySpan<long> counts, double sample)
    {
        var total = 0d;
        foreach (var count in counts)
        {
            total += count;
        }

        var thresholds = new uint[counts.Length];
        for (var word = 0; word < counts.Length; word++)
        {
            var ratio = sample * total / counts[word];
            var probability = sample == 0 ? 1 : Math.Sqrt(ratio) + ratio;
            thresholds[word] = (uint)Math.Min(uint.MaxValue, probability * (1UL << 32));
        }

        return thresholds;
    }
}
