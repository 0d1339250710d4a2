namespace MLSeq.Embeddings.Evaluation;

/// <summary>How many analogies were answered.</summary>
/// <param name="Correct">Questions with the right answer.</param>
/// <param name="Seen">Questions of which all four words have a vector; only they count.</param>
/// <param name="Total">All questions.</param>
public sealed record AnalogyScore(int Correct, int Seen, int Total)
{
    /// <summary>Correct of seen questions, from 0 to 1; 0 where none was seen.</summary>
    public double Accuracy => Seen == 0 ? 0 : (double)Correct / Seen;

    internal static AnalogyScore Sum(IEnumerable<AnalogySection> sections) =>
        sections.Aggregate(
            new AnalogyScore(0, 0, 0),
            (sum, section) => new AnalogyScore(sum.Correct + section.Correct, sum.Seen + section.Seen, sum.Total + section.Total));
}
