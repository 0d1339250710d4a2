namespace MLSeq.Embeddings.Corpora;

/// <summary>Which pairs of neighbouring words are phrases (Mikolov et al., 2013, "Distributed Representations of Words and Phrases and their Compositionality", section 4).</summary>
/// <remarks>
/// The score of a pair is (count(ab) - MinCount) / (count(a) count(b)) times the number of tokens. Pairs are joined from
/// left to right, a word to one pair at most.
/// </remarks>
public sealed class PhraseOptions
{
    /// <summary>How often each of the two words must occur, and what is taken off the count of the pair against rare ones. 5 by default.</summary>
    public int MinCount { get; set; } = 5;

    /// <summary>Pairs with a higher score are joined; a higher threshold gives fewer phrases. 100 by default.</summary>
    public double Threshold { get; set; } = 100;

    /// <summary>How often the text is gone through: after n passes phrases have up to 2^n words. 1 by default.</summary>
    public int Passes { get; set; } = 1;

    /// <summary>What stands between the words of a phrase. An underscore by default.</summary>
    public string Delimiter { get; set; } = "_";

    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Check()
    {
        OptionCheck.Require(MinCount >= 1, nameof(MinCount), MinCount, "at least 1");
        OptionCheck.Require(double.IsFinite(Threshold) && Threshold >= 0, nameof(Threshold), Threshold, "0 or more");
        OptionCheck.Require(Passes is >= 1 and <= 8, nameof(Passes), Passes, "1 to 8");
        OptionCheck.Require(Delimiter is { Length: > 0 }, nameof(Delimiter), $"'{Delimiter}'", "at least one character");
    }
}
