namespace MLSeq.Documentation;

/// <summary>A corpus in three parts that have no text in common. A text is in the same part whatever other texts there are.</summary>
/// <typeparam name="T">What a text comes with.</typeparam>
/// <param name="Train">8 of 10 texts.</param>
/// <param name="Validation">1 of 10 texts.</param>
/// <param name="Test">1 of 10 texts.</param>
public sealed record CorpusParts<T>(IReadOnlyList<T> Train, IReadOnlyList<T> Validation, IReadOnlyList<T> Test)
{
    /// <summary>Parts texts by a hash of each. The hash's order also mixes what files keep apart, since training shuffles a bounded pool only.</summary>
    internal static CorpusParts<T> Of(IEnumerable<(string Text, T Item)> items)
    {
        List<T>[] parts = [[], [], []];
        foreach (var (hash, item) in items.Select(item => (Hash: TextSplit.Hash(item.Text), item.Item)).OrderBy(item => item.Hash))
        {
            parts[TextSplit.Part(hash)].Add(item);
        }

        return new(parts[0], parts[1], parts[2]);
    }
}
