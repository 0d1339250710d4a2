using System.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>
/// Takes a corpus in one pass: words get provisional numbers in the order of their first sight, which are replaced by
/// ranks when the counts are known.
/// </summary>
internal sealed class WordCorpusBuilder
{
    private const int SegmentLength = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly WordTable _words = new();
    private readonly List<int[]> _segments = [];
    private readonly int[] _segment = new int[SegmentLength];
    private byte[] _bytes = new byte[256];
    private int _filled;

    /// <summary>How many tokens have been taken.</summary>
    public long Tokens { get; private set; }

    /// <exception cref="InvalidDataException">The token has half of a surrogate pair.</exception>
    public void Add(string token)
    {
        if (token.Length == 0)
        {
            return;
        }

        if (_bytes.Length < 3 * token.Length)
        {
            _bytes = new byte[3 * token.Length];
        }

        try
        {
            Add(_bytes.AsSpan(0, Strict.GetBytes(token, _bytes)));
        }
        catch (EncoderFallbackException e)
        {
            throw new InvalidDataException($"Token {Tokens + 1} is no valid Unicode text: it has half of a surrogate pair.", e);
        }
    }

    /// <exception cref="DecoderFallbackException">The word is not UTF-8.</exception>
    public void Add(ReadOnlySpan<byte> word)
    {
        _segment[_filled++] = _words.Add(word);
        Tokens++;
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
        if (Tokens == 0)
        {
            throw new InvalidDataException("The corpus has no words; expected text.");
        }

        var phrases = JoinPhrases(options);
        var order = new List<(string Word, int Number, long Count)>();
        var most = 0L;
        for (var number = 0; number < _words.Count; number++)
        {
            var count = _words.CountOf(number);
            most = Math.Max(most, count);
            if (count >= options.MinCount)
            {
                order.Add((_words.Text(number), number, count));
            }
        }

        if (order.Count == 0)
        {
            throw new InvalidDataException(
                $"None of the corpus' {_words.Count} words occurs {options.MinCount} times (MinCount); the most frequent one occurs {most} times.");
        }

        order.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Word, b.Word));
        order.RemoveRange(Math.Min(order.Count, options.MaxWords ?? int.MaxValue), Math.Max(0, order.Count - (options.MaxWords ?? int.MaxValue)));
        var ranks = new int[_words.Count];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < order.Count; rank++)
        {
            ranks[order[rank].Number] = rank;
        }

        int[][] segments = [.. _segments.AsParallel().AsOrdered().Select(segment => Rank(segment, ranks)).Where(segment => segment.Length > 0)];
        return new WordCorpus([.. order.Select(word => word.Word)], [.. order.Select(word => word.Count)], segments, Tokens, phrases);
    }

    private Phrases? JoinPhrases(WordCorpusOptions options)
    {
        if (options.Phrases is not { } phrases)
        {
            return null;
        }

        var joiner = new PhraseJoiner(_words, phrases);
        var passes = new IReadOnlyList<(string, string)>[phrases.Passes];
        for (var i = 0; i < passes.Length; i++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            passes[i] = joiner.Pass(_segments);
        }

        return new Phrases(phrases.Delimiter, passes);
    }

    private void EndSegment()
    {
        if (_filled > 0)
        {
            _segments.Add(_segment[.._filled]);
            _filled = 0;
        }
    }

    /// <summary>Replaces provisional numbers by ranks; rare words go, and sentences that have no others.</summary>
    private static int[] Rank(int[] segment, int[] ranks)
    {
        var kept = 0;
        foreach (var number in segment)
        {
            if (number == WordCorpus.SentenceEnd)
            {
                if (kept > 0 && segment[kept - 1] != WordCorpus.SentenceEnd)
                {
                    segment[kept++] = WordCorpus.SentenceEnd;
                }
            }
            else if (ranks[number] >= 0)
            {
                segment[kept++] = ranks[number];
            }
        }

        Array.Resize(ref segment, kept);
        return segment;
    }
}
