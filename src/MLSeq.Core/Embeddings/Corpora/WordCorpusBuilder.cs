namespace MLSeq.Embeddings.Corpora;

/// <summary>Makes a corpus of its parts: their words become one vocabulary, whose ranks replace the parts' numbers in the text.</summary>
internal static class WordCorpusBuilder
{
    /// <exception cref="InvalidDataException">There are no words, or none is frequent enough.</exception>
    public static WordCorpus Build(IReadOnlyList<CorpusPart> parts, WordCorpusOptions options)
    {
        var tokens = parts.Sum(part => part.Tokens);
        if (tokens == 0)
        {
            throw new InvalidDataException("The corpus has no words; expected text.");
        }

        var words = parts[0].Words;
        foreach (var part in parts.Skip(1))
        {
            Renumber(part, words);
        }

        var segments = parts.SelectMany(part => part.Segments).OrderBy(segment => segment.Place).Select(segment => segment.Text).ToList();
        var phrases = options.Phrases is { } wanted ? Join(segments, words, wanted, options.CancellationToken) : null;
        var order = Frequent(words, options);
        var ranks = new int[words.Count];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < order.Count; rank++)
        {
            ranks[order[rank].Number] = rank;
        }

        int[][] ranked = [.. segments.AsParallel().AsOrdered().Select(segment => Rank(segment, ranks)).Where(segment => segment.Length > 0)];
        return new WordCorpus([.. order.Select(word => word.Word)], [.. order.Select(word => word.Count)], ranked, tokens, phrases);
    }

    /// <summary>Adds the part's words and counts to <paramref name="words"/>, and gives its text their numbers there.</summary>
    private static void Renumber(CorpusPart part, WordTable words)
    {
        var numbers = new int[part.Words.Count];
        for (var word = 0; word < numbers.Length; word++)
        {
            numbers[word] = words.FindOrAdd(part.Words.Bytes(word));
            words.Adjust(numbers[word], part.Words.CountOf(word));
        }

        Parallel.ForEach(part.Segments, segment =>
        {
            foreach (ref var number in segment.Text.AsSpan())
            {
                number = number == WordCorpus.SentenceEnd ? number : numbers[number];
            }
        });
    }

    private static Phrases Join(List<int[]> segments, WordTable words, PhraseOptions options, CancellationToken cancellationToken)
    {
        var joiner = new PhraseJoiner(words, options);
        var passes = new IReadOnlyList<(string, string)>[options.Passes];
        for (var i = 0; i < passes.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            passes[i] = joiner.Pass(segments);
        }

        return new Phrases(options.Delimiter, passes);
    }

    private static List<(string Word, int Number, long Count)> Frequent(WordTable words, WordCorpusOptions options)
    {
        var order = new List<(string Word, int Number, long Count)>();
        var most = 0L;
        for (var number = 0; number < words.Count; number++)
        {
            var count = words.CountOf(number);
            most = Math.Max(most, count);
            if (count >= options.MinCount)
            {
                order.Add((words.Text(number), number, count));
            }
        }

        if (order.Count == 0)
        {
            throw new InvalidDataException(
                $"None of the corpus' {words.Count} words occurs {options.MinCount} times (MinCount); the most frequent one occurs {most} times.");
        }

        order.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal(a.Word, b.Word));
        var kept = Math.Min(order.Count, options.MaxWords ?? int.MaxValue);
        order.RemoveRange(kept, order.Count - kept);
        return order;
    }

    /// <summary>Replaces numbers by ranks; rare words go, and sentences that have no others.</summary>
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
