namespace MLSeq.Text;

/// <summary>
/// Cuts words into the ids of their characters (Unicode scalar values). Equal words get the same array, so that what is made of it
/// can be made once. Only so many words are remembered, so that texts without end take bounded memory.
/// </summary>
internal sealed class WordSpellings
{
    private const int MostWords = 1 << 20;

    private readonly Vocabulary _characters;
    private readonly Dictionary<string, int[]> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WordSpellings(Vocabulary characters)
    {
        _characters = characters;
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The ids of a word's characters; 0 for those that the vocabulary lacks.</summary>
    public int[] Of(ReadOnlySpan<char> word)
    {
        if (_lookup.TryGetValue(word, out var ids))
        {
            return ids;
        }

        var list = new List<int>(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            list.Add(_characters.GetId(rune.ToString()));
        }

        ids = [.. list];
        if (_known.Count < MostWords)
        {
            _known.Add(word.ToString(), ids);
        }

        return ids;
    }

    /// <summary>Counts a word's characters for a vocabulary.</summary>
    public static void Count(ReadOnlySpan<char> word, VocabularyBuilder builder)
    {
        foreach (var rune in word.EnumerateRunes())
        {
            builder.Add(rune.ToString());
        }
    }
}
