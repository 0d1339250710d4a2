using System.Runtime.InteropServices;
using System.Text;

namespace MLSeq.Text;

/// <summary>
/// Learns byte-pair merges. Pairs are counted over the different words, each weighted by its frequency; an index from
/// pairs to words and a priority queue make a merge cost what it changes, not a pass over the words.
/// </summary>
internal sealed class BytePairTrainer
{
    private readonly Dictionary<string, long> _pieces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private readonly Dictionary<long, PairUse> _pairs = [];
    private readonly HashSet<long> _raised = [];

    // The first to leave has the highest count and, of those, the lowest pair of ids.
    private readonly PriorityQueue<long, (long NegativeCount, long Pair)> _queue = new();

    private int[][] _words = [];
    private long[] _counts = [];

    public BytePairTrainer() => _lookup = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Counts the words of a text that has a space put before it.</summary>
    public void Count(ReadOnlySpan<char> text)
    {
        var pieces = new BytePairPieces(text);
        while (pieces.MoveNext())
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_lookup, pieces.Current, out _)++;
        }
    }

    /// <summary>Learns up to <paramref name="size"/> tokens.</summary>
    public BytePairModel Train(int size)
    {
        if (_pieces.Count == 0)
        {
            throw new InvalidOperationException("No text to train the byte-pair tokenizer on: the data are empty, or every text is.");
        }

        string[] alphabet = ChooseAlphabet(Math.Max(1, size / 2));
        Index(alphabet);
        var merges = new List<(int Left, int Right)>();
        while (alphabet.Length + merges.Count < size && TryTakeBest(out long pair))
        {
            (int left, int right) = ((int)(pair >> 32), (int)pair);
            Apply(left, right, alphabet.Length + merges.Count);
            merges.Add((left, right));
        }

        return new BytePairModel(alphabet, [.. merges]);
    }

    private string[] ChooseAlphabet(int room)
    {
        var counts = new Dictionary<int, long>();
        foreach ((string piece, long count) in _pieces)
        {
            foreach (Rune rune in piece.EnumerateRunes())
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, rune.Value == ' ' ? BytePairTokenizer.SpaceMark : rune.Value, out _) += count;
            }
        }

        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(room).Select(c => c.Key).Order().Select(c => new Rune(c).ToString())];
    }

    private void Index(string[] alphabet)
    {
        var ids = new Dictionary<int, int>();
        foreach (string character in alphabet)
        {
            ids.Add(Rune.GetRuneAt(character, 0).Value, ids.Count);
        }

        _words = new int[_pieces.Count][];
        _counts = new long[_pieces.Count];
        int w = 0;
        foreach ((string piece, long count) in _pieces)
        {
            // A character outside the alphabet is -1 and merges with nothing.
            _words[w] = [.. piece.EnumerateRunes().Select(r => ids.GetValueOrDefault(r.Value == ' ' ? BytePairTokenizer.SpaceMark : r.Value, -1))];
            _counts[w] = count;
            for (int i = 0; i + 1 < _words[w].Length; i++)
            {
                Change(_words[w][i], _words[w][i + 1], count, w);
            }

            w++;
        }

        _pieces.Clear();
        QueueRaised();
    }

    private bool TryTakeBest(out long pair)
    {
        while (_queue.TryDequeue(out pair, out var priority))
        {
            if (!_pairs.TryGetValue(pair, out PairUse? use) || use.Count < 2)
            {
                continue;
            }

            if (use.Count == -priority.NegativeCount)
            {
                return true;
            }

            // Counts that fell since are put back where they belong; those that rose were queued when they did.
            if (use.Count < -priority.NegativeCount)
            {
                _queue.Enqueue(pair, (-use.Count, pair));
            }
        }

        return false;
    }

    private void Apply(int left, int right, int merged)
    {
        _pairs.Remove(BytePairModel.Key(left, right), out PairUse? use);
        foreach (int w in use!.Words)
        {
            int[] word = _words[w];
            int written = 0;
            for (int i = 0; i < word.Length; i++)
            {
                if (i + 1 == word.Length || word[i] != left || word[i + 1] != right)
                {
                    word[written++] = word[i];
                    continue;
                }

                if (written > 0)
                {
                    Change(word[written - 1], left, -_counts[w], w);
                    Change(word[written - 1], merged, _counts[w], w);
                }

                if (i + 2 < word.Length)
                {
                    Change(right, word[i + 2], -_counts[w], w);
                    Change(merged, word[i + 2], _counts[w], w);
                }

                word[written++] = merged;
                i++;
            }

            if (written < word.Length)
            {
                _words[w] = word[..written];
            }
        }

        QueueRaised();
    }

    private void Change(int left, int right, long difference, int word)
    {
        if (left < 0 || right < 0)
        {
            return;
        }

        long pair = BytePairModel.Key(left, right);
        if (difference < 0)
        {
            if (_pairs.TryGetValue(pair, out PairUse? known))
            {
                known.Count += difference;
            }

            return;
        }

        ref PairUse? use = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _);
        use ??= new PairUse();
        use.Count += difference;
        if (use.Words.Count == 0 || use.Words[^1] != word)
        {
            use.Words.Add(word);
        }

        _raised.Add(pair);
    }

    private void QueueRaised()
    {
        foreach (long pair in _raised)
        {
            if (_pairs.TryGetValue(pair, out PairUse? use) && use.Count > 1)
            {
                _queue.Enqueue(pair, (-use.Count, pair));
            }
        }

        _raised.Clear();
    }

    private sealed class PairUse
    {
        public long Count { get; set; }

        public List<int> Words { get; } = [];
    }
}
