using System.Runtime.InteropServices;

namespace MLSeq.Text;

/// <summary>Counts tokens one by one and makes a <see cref="Vocabulary"/> of them.</summary>
public sealed class VocabularyBuilder
{
    private readonly VocabularyOptions _options;
    private readonly HashSet<string> _reserved;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private long _pruned;

    /// <summary>Starts with nothing counted.</summary>
    /// <param name="options">Which tokens become entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public VocabularyBuilder(VocabularyOptions? options = null)
    {
        _options = options ?? new VocabularyOptions();
        _options.Check();
        _lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        _reserved = [Vocabulary.UnknownToken, .. _options.SpecialNames()];
    }

    /// <summary>How many tokens were added.</summary>
    public long TokenCount { get; private set; }

    /// <summary>How many different tokens are in the table.</summary>
    public int DistinctCount => _counts.Count;

    /// <summary>Counts a token. An empty one is ignored.</summary>
    /// <param name="token">The token.</param>
    public void Add(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty)
        {
            return;
        }

        TokenCount++;
        CollectionsMarshal.GetValueRefOrAddDefault(_lookup, token, out _)++;
        if (_counts.Count > _options.PruneAbove)
        {
            Prune(_options.PruneAbove.Value);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{char})"/>
    public void Add(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length == 0)
        {
            return;
        }

        TokenCount++;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, token, out _)++;
        if (_counts.Count > _options.PruneAbove)
        {
            Prune(_options.PruneAbove.Value);
        }
    }

    /// <summary>Makes the vocabulary: special tokens, then tokens by falling count, equal counts in ordinal order.</summary>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="InvalidOperationException">No token was added, or none occurs often enough.</exception>
    public Vocabulary Build()
    {
        if (TokenCount == 0)
        {
            throw new InvalidOperationException("No tokens to build a vocabulary from: the data are empty, or every text is.");
        }

        // A special token's name in the text stands for that token: it gets no second entry.
        var words = _counts.Where(pair => pair.Value >= _options.MinCount && !_reserved.Contains(pair.Key)).ToArray();
        if (words.Length == 0)
        {
            string most = _counts.Count == 0 ? string.Empty : $"; the most frequent occurs {_counts.Values.Max()} times";
            throw new InvalidOperationException(
                $"The vocabulary would have no words: {DistinctCount:N0} different tokens were seen, none at least " +
                $"MinCount = {_options.MinCount} times{most}. Lower MinCount or give more text.");
        }

        Array.Sort(words, static (a, b) =>
            a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
        List<string> entries = _options.SpecialNames();
        var counts = entries.Select(name => _counts.GetValueOrDefault(name)).ToList();
        int room = _options.MaxSize is int size ? Math.Min(size - entries.Count, words.Length) : words.Length;
        long known = counts.Sum();
        foreach ((string word, long count) in words.AsSpan(0, room))
        {
            entries.Add(word);
            counts.Add(count);
            known += count;
        }

        return new Vocabulary(entries, counts, TokenCount - known);
    }

    private void Prune(int limit)
    {
        while (_counts.Count > limit)
        {
            _pruned++;
            foreach ((string token, long count) in _counts)
            {
                if (count <= _pruned)
                {
                    _counts.Remove(token);
                }
            }
        }
    }
}
