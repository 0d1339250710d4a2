namespace MLSeq.Text;

/// <summary>Which tokens become entries of a <see cref="Vocabulary"/>.</summary>
public sealed class VocabularyOptions
{
    /// <summary>How often a token must occur to become an entry; 1 takes all.</summary>
    public int MinCount { get; set; } = 1;

    /// <summary>
    /// How many entries to take at most, the most frequent ones, with the special tokens but without the unknown token:
    /// <see cref="Vocabulary.Count"/> is at most one more. Null takes all.
    /// </summary>
    public int? MaxSize { get; set; }

    /// <summary>The special tokens to put in front.</summary>
    public SpecialTokens SpecialTokens { get; set; }

    /// <summary>
    /// Bounds the memory that counting takes: whenever more different tokens than this are in the table, the rarest are
    /// dropped with their counts, those seen once first, then twice, and so on, as word2vec does. Counts of rare tokens
    /// are then too low; those of tokens seen often all along are exact. Null counts exactly, in memory that grows with
    /// the number of different tokens.
    /// </summary>
    public int? PruneAbove { get; set; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinCount, 1, nameof(MinCount));
        int specials = SpecialNames().Count;
        if (MaxSize <= specials)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxSize), MaxSize, $"MaxSize must leave room for a token beside the {specials} special tokens.");
        }

        if (PruneAbove < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(PruneAbove), PruneAbove, "PruneAbove must be at least 1.");
        }
    }

    internal List<string> SpecialNames()
    {
        const SpecialTokens All = SpecialTokens.Padding | SpecialTokens.Begin | SpecialTokens.End;
        if ((SpecialTokens & ~All) != SpecialTokens.None)
        {
            throw new ArgumentOutOfRangeException(nameof(SpecialTokens), SpecialTokens, $"Unknown special token; expected a combination of {All}.");
        }

        var names = new List<string>();
        if (SpecialTokens.HasFlag(SpecialTokens.Padding))
        {
            names.Add(Vocabulary.PaddingToken);
        }

        if (SpecialTokens.HasFlag(SpecialTokens.Begin))
        {
            names.Add(Vocabulary.BeginToken);
        }

        if (SpecialTokens.HasFlag(SpecialTokens.End))
        {
            names.Add(Vocabulary.EndToken);
        }

        return names;
    }
}
