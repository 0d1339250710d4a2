namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// Reads a corpus in one pass: words get provisional ids in the order of their first sight, which are replaced by ranks
/// when the counts are known.
/// </summary>
internal sealed class WordCorpusBuilder
{
    private const int SegmentLength = 1 << 20;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];
    private readonly List<long> _counts = [];
    private readonly List<int[]> _segments = [];
    private int[] _segment = new int[SegmentLength];
    private int _filled;
    private long _total;

    public void Add(string word)
    {
        if (word.Length == 0)
        {
            return;
        }

        if (!_ids.TryGetValue(word, out var id))
        {
            id = _words.Count;
            _ids.Add(word, id);
            _words.Add(word);
            _counts.Add(0);
        }

        _counts[id]++;
        _total++;
        _segment[_filled++] = id;
        if (_filled == SegmentLength - 1)
        {
            EndSentence();
        }
    }

    public void EndSentence()
    {
        if (_filled == 0 || _segment[_filled - 1] == WordCorpus.SentenceEnd)
        {
            return;
        }

        _segment[_filled++] = WordCorpus.SentenceEnd;
        if (_filled > SegmentLength - 1024)
        {
            EndSegment();
        }
    }

    /// <exception cref="InvalidDataException">There are no words, or none is frequent enough.</exception>
    public WordCorpus ToCorpus(WordCorpusOptions options)
    {
        EndSentence();
        EndSegment();
        if (_total == 0)
        {
            throw new InvalidDataException("The corpus has no words; expected text.");
        }

        var order = Enumerable.Range(0, _words.Count).Where(id => _counts[id] >= options.MinCount).ToArray();
        Array.Sort(order, (a, b) => _counts[a] != _counts[b] ? _counts[b].CompareTo(_counts[a]) : string.CompareOrdinal(_words[a], _words[b]));
        order = options.MaxWords < order.Length ? order[..options.MaxWords.Value] : order;
        if (order.Length == 0)
        {
            throw new InvalidDataException(
                $"None of the corpus' {_words.Count} words occurs {options.MinCount} times (MinCount); the most frequent one occurs {_counts.Max()} times.");
        }

        var ranks = new int[_words.Count];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        var segments = _segments.Select(segment => Rank(segment, ranks)).Where(segment => segment.Length > 0).ToArray();
        return new WordCorpus([.. order.Select(id => _words[id])], [.. order.Select(id => _counts[id])], segments, _total);
    }

    private void EndSegment()
    {
        if (_filled > 0)
        {
            _segments.Add(_segment[.._filled]);
            _filled = 0;
        }
    }

    /// <summary>Replaces provisional ids by ranks, in place; rare words and sentences without any other go.</summary>
    private static int[] Rank(int[] segment, int[] ranks)
    {
        var kept = 0;
        foreach (var id in segment)
        {
            if (id == WordCorpus.SentenceEnd)
            {
                if (kept > 0 && segment[kept - 1] != WordCorpus.SentenceEnd)
                {
                    segment[kept++] = WordCorpus.SentenceEnd;
                }
            }
            else if (ranks[id] >= 0)
            {
                segment[kept++] = ranks[id];
            }
        }

        Array.Resize(ref segment, kept);
        return segment;
    }
}
