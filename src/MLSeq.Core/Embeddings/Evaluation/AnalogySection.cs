namespace MLSeq.Embeddings.Evaluation;

/// <summary>How many analogies of a section were answered.</summary>
/// <param name="Name">The section's name; empty where questions stand before the first.</param>
/// <param name="Correct">Questions with the right answer.</param>
/// <param name="Seen">Questions of which all four words have a vector; only they count.</param>
/// <param name="Total">All questions.</param>
public sealed record AnalogySection(string Name, int Correct, int Seen, int Total)
{
    /// <summary>Correct of seen questions, from 0 to 1; 0 where none was seen.</summary>
    public double Accuracy => Seen == 0 ? 0 : (double)Correct / Seen;
}
