using System.Runtime.InteropServices;
using System.Text;

namespace MLSeq.Embeddings.Corpora;

/// <summary>Finds the phrases of a text of word numbers and joins them in place.</summary>
internal sealed class PhraseJoiner(WordTable words, PhraseOptions options)
{
    /// <summary>One pass.</summary>
    /// <param name="segments">The text; joined pairs become the number of a new word.</param>
    /// <returns>The pairs, by falling score.</returns>
    public IReadOnlyList<(string First, string Second)> Pass(List<int[]> segments)
    {
        var counts = CountPairs(segments, out var tokens);
        var found = new List<(double Score, string First, string Second)>();
        var joined = new Dictionary<WordPair, int>();
        foreach (var (pair, count) in counts)
        {
            var score = (count - options.MinCount) / ((double)words.CountOf(pair.First) * words.CountOf(pair.Second)) * tokens;
            if (score > options.Threshold)
            {
                var (a, b) = (words.Text(pair.First), words.Text(pair.Second));
                found.Add((score, a, b));
                joined.Add(pair, words.FindOrAdd(Encoding.UTF8.GetBytes(a + options.Delimiter + b)));
            }
        }

        for (var i = 0; i < segments.Count; i++)
        {
            segments[i] = Join(segments[i], joined);
        }

        found.Sort((a, b) => a.Score != b.Score
            ? b.Score.CompareTo(a.Score)
            : string.CompareOrdinal(a.First + options.Delimiter + a.Second, b.First + options.Delimiter + b.Second));
        return [.. found.Select(phrase => (phrase.First, phrase.Second))];
    }

    /// <summary>Only pairs of words that are frequent enough themselves can be phrases, which bounds the table.</summary>
    private Dictionary<WordPair, int> CountPairs(List<int[]> segments, out long tokens)
    {
        var counts = new Dictionary<WordPair, int>();
        tokens = 0;
        foreach (var segment in segments)
        {
            var previous = WordCorpus.SentenceEnd;
            foreach (var word in segment)
            {
                var current = word != WordCorpus.SentenceEnd && words.CountOf(word) >= options.MinCount ? word : WordCorpus.SentenceEnd;
                tokens += word == WordCorpus.SentenceEnd ? 0 : 1;
                if (previous != WordCorpus.SentenceEnd && current != WordCorpus.SentenceEnd)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, new WordPair(previous, current), out _)++;
                }

                previous = current;
            }
        }

        return counts;
    }

    private int[] Join(int[] segment, Dictionary<WordPair, int> joined)
    {
        var kept = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (i + 1 < segment.Length && segment[i] != WordCorpus.SentenceEnd
                && joined.TryGetValue(new WordPair(segment[i], segment[i + 1]), out var phrase))
            {
                words.Adjust(segment[i], -1);
                words.Adjust(segment[++i], -1);
                words.Adjust(phrase, 1);
                segment[kept++] = phrase;
            }
            else
            {
                segment[kept++] = segment[i];
            }
        }

        return segment[..kept];
    }
}
