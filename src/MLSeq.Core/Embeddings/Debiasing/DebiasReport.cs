namespace MLSeq.Embeddings.Debiasing;

/// <summary>What debiasing changed.</summary>
/// <param name="Projections">The cosine of each neutral word and the direction.</param>
/// <param name="Gaps">For each pair the mean over the neutral words of |cos(word, first) - cos(word, second)|.</param>
/// <param name="DirectBias">The mean of |cos(word, direction)| over the neutral words (Bolukbasi et al. 2016, section 5.2, with c = 1).</param>
public sealed record DebiasReport(
    IReadOnlyList<DebiasChange> Projections, IReadOnlyList<DebiasChange> Gaps, DebiasChange DirectBias)
{
    /// <summary>Compares vectors before and after debiasing.</summary>
    /// <param name="before">The vectors before.</param>
    /// <param name="after">The vectors after.</param>
    /// <param name="direction">The direction of the bias.</param>
    /// <param name="neutralWords">Words that should not have the bias.</param>
    /// <param name="pairs">Pairs of which neutral words should be equally far.</param>
    /// <exception cref="KeyNotFoundException">A word has no vector; names it.</exception>
    /// <exception cref="ArgumentException">There are no neutral words, or dimensions differ.</exception>
    public static DebiasReport Compare(
        WordVectors before, WordVectors after, BiasDirection direction, IEnumerable<string> neutralWords,
        IEnumerable<(string First, string Second)> pairs)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(pairs);
        string[] words = [.. neutralWords];
        if (words.Length == 0)
        {
            throw new ArgumentException("Found no neutral words; expected at least one.", nameof(neutralWords));
        }

        DebiasChange[] projections =
            [.. words.Select(word => new DebiasChange(word, direction.Project(before, word), direction.Project(after, word)))];
        DebiasChange[] gaps =
            [.. pairs.Select(pair => new DebiasChange($"{pair.First}/{pair.Second}", Gap(before, pair, words), Gap(after, pair, words)))];
        return new DebiasReport(
            projections,
            gaps,
            new DebiasChange(
                "direct bias",
                projections.Average(projection => Math.Abs(projection.Before)),
                projections.Average(projection => Math.Abs(projection.After))));
    }

    private static double Gap(WordVectors vectors, (string First, string Second) pair, string[] words)
    {
        var (first, second) = (vectors[pair.First], vectors[pair.Second]);
        return words.Average(word => Math.Abs((double)vectors[word].Cosine(first) - vectors[word].Cosine(second)));
    }
}
