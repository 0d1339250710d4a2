namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>
/// Cuts the words, by rank, into groups and the groups into blocks. The rows of two groups fit into a core's own cache,
/// those of two blocks into the shared one. Frequent words have the most co-occurrences, so their groups and blocks
/// have fewer words: no block has much more than its share of the work. The cut does not depend on the machine.
/// </summary>
internal sealed class WordGroups
{
    /// <summary>The largest number of words in a group.</summary>
    public const int MaxWords = 256;

    private const int GroupBytes = 224 << 10;
    private const int BlockBytes = 4 << 20;
    private const int MinBlocks = 32;
    private const int GroupsPerBlock = 3;

    // The number of different words that a word meets grows more slowly than its count (Heaps' law).
    private const double HeapsExponent = 0.7;

    private readonly int[] _groupOf;

    public WordGroups(IReadOnlyList<long> counts, int rowBytes)
    {
        var total = counts.Sum(Share);
        var maxWords = Math.Clamp(GroupBytes / rowBytes, 1, MaxWords);
        var maxGroups = Math.Max(1, BlockBytes / (maxWords * rowBytes));
        var (starts, blockStarts) = (new List<int>(), new List<int>());
        var (groupShare, blockShare) = (0d, 0d);
        _groupOf = new int[counts.Count];
        for (var word = 0; word < counts.Count; word++)
        {
            if (word == 0 || word - starts[^1] == maxWords || groupShare > total / (MinBlocks * GroupsPerBlock))
            {
                if (word == 0 || starts.Count - blockStarts[^1] == maxGroups || blockShare > total / MinBlocks)
                {
                    blockStarts.Add(starts.Count);
                    blockShare = 0;
                }

                starts.Add(word);
                groupShare = 0;
            }

            groupShare += Share(counts[word]);
            blockShare += Share(counts[word]);
            _groupOf[word] = starts.Count - 1;
        }

        Starts = [.. starts, counts.Count];
        BlockStarts = [.. blockStarts, starts.Count];
    }

    /// <summary>The first word of each group, and the number of words.</summary>
    public int[] Starts { get; }

    /// <summary>The first group of each block, and the number of groups.</summary>
    public int[] BlockStarts { get; }

    /// <summary>The number of groups.</summary>
    public int Count => Starts.Length - 1;

    /// <summary>The number of blocks.</summary>
    public int BlockCount => BlockStarts.Length - 1;

    /// <summary>The number of words.</summary>
    public int WordCount => _groupOf.Length;

    /// <summary>The group of a word.</summary>
    public int GroupOf(int word) => _groupOf[word];

    /// <summary>The number of words in a group.</summary>
    public int Size(int group) => Starts[group + 1] - Starts[group];

    private static double Share(long count) => Math.Pow(count, HeapsExponent);
}
