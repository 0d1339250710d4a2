using MLSeq.Decoding.Scores;

namespace MLSeq.Translation;

/// <summary>How near translations are to their references.</summary>
/// <param name="Bleu">BLEU over all of them.</param>
/// <param name="Chrf">chrF over all of them.</param>
/// <param name="ExactMatch">The share of translations that are their references.</param>
public sealed record TranslationQuality(BleuScore Bleu, ChrfScore Chrf, double ExactMatch)
{
    /// <summary>Compares translations with their references.</summary>
    /// <param name="pairs">The references.</param>
    /// <param name="translations">The translation of each source.</param>
    public static TranslationQuality Of(IReadOnlyList<TextPair> pairs, IReadOnlyList<string> translations)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(translations);
        var (bleu, chrf, equal) = (new BleuScore(), new ChrfScore(), 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            bleu.Add(translations[i], [pairs[i].Target]);
            chrf.Add(translations[i], [pairs[i].Target]);
            equal += translations[i] == pairs[i].Target ? 1 : 0;
        }

        return new(bleu, chrf, pairs.Count == 0 ? 0 : (double)equal / pairs.Count);
    }
}
