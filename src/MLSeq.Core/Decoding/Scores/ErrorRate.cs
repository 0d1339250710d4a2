namespace MLSeq.Decoding.Scores;

/// <summary>
/// The error rate of transcriptions: the fewest substitutions, deletions and insertions of words or characters that lead from the reference to
/// the output (Levenshtein, 1966), over the reference's length, of all texts together. It can be above 1.
/// </summary>
/// <param name="unit">What is counted.</param>
public sealed class ErrorRate(ErrorUnit unit)
{
    /// <summary>What is counted.</summary>
    public ErrorUnit Unit => unit;

    /// <summary>How many were replaced by others.</summary>
    public long Substitutions { get; private set; }

    /// <summary>How many of the reference are missing.</summary>
    public long Deletions { get; private set; }

    /// <summary>How many are in the output alone.</summary>
    public long Insertions { get; private set; }

    /// <summary>How many there are in the references.</summary>
    public long ReferenceLength { get; private set; }

    /// <summary>The number of texts.</summary>
    public long Texts { get; private set; }

    /// <summary>The number of texts without an error.</summary>
    public long RightTexts { get; private set; }

    /// <summary>The errors as a share of the references' length; of empty references 0, or 1 where there is an error.</summary>
    public double Rate
    {
        get
        {
            var errors = Substitutions + Deletions + Insertions;
            return ReferenceLength > 0 ? (double)errors / ReferenceLength : Math.Min(errors, 1);
        }
    }

    /// <summary>Counts a text. Words are set apart by white space, however much; characters are code points, white space included.</summary>
    /// <param name="reference">The text that is right.</param>
    /// <param name="output">The text to judge.</param>
    public void Add(string reference, string output)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(output);
        var (there, found) = unit == ErrorUnit.Word
            ? (ScoreText.Words(reference), ScoreText.Words(output))
            : (ScoreText.Characters(reference, withSpaces: true), ScoreText.Characters(output, withSpaces: true));
        Add(there, found);
    }

    /// <summary>Counts a text that is cut already.</summary>
    /// <param name="reference">The words or characters that are right.</param>
    /// <param name="output">Those to judge.</param>
    public void Add(IReadOnlyList<string> reference, IReadOnlyList<string> output)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(output);

        // best[j]: the fewest errors from the first i of the reference to the first j of the output, and of which kind.
        var best = new (int Errors, int Substitutions, int Deletions)[output.Count + 1];
        for (var j = 0; j < best.Length; j++)
        {
            best[j].Errors = j;
        }

        foreach (var wanted in reference)
        {
            var diagonal = best[0];
            best[0] = (best[0].Errors + 1, 0, best[0].Deletions + 1);
            for (var j = 1; j < best.Length; j++)
            {
                var above = best[j];
                var cost = wanted == output[j - 1] ? 0 : 1;
                best[j] = (diagonal.Errors + cost, diagonal.Substitutions + cost, diagonal.Deletions);
                if (above.Errors + 1 < best[j].Errors)
                {
                    best[j] = (above.Errors + 1, above.Substitutions, above.Deletions + 1);
                }

                if (best[j - 1].Errors + 1 < best[j].Errors)
                {
                    best[j] = best[j - 1] with { Errors = best[j - 1].Errors + 1 };
                }

                diagonal = above;
            }
        }

        var (errors, substitutions, deletions) = best[^1];
        Substitutions += substitutions;
        Deletions += deletions;
        Insertions += errors - substitutions - deletions;
        ReferenceLength += reference.Count;
        Texts++;
        RightTexts += errors == 0 ? 1 : 0;
    }
}
