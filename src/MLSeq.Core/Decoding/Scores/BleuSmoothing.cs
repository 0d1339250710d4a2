namespace MLSeq.Decoding.Scores;

/// <summary>What an n-gram precision of zero becomes in BLEU (Chen and Cherry, 2014), by sacreBLEU's definitions.</summary>
public enum BleuSmoothing
{
    /// <summary>The k-th precision of zero counts as 1 / 2^k matches (exponential decay, as mteval-v13a does).</summary>
    Exponential,

    /// <summary>A precision of zero counts as <see cref="BleuOptions.SmoothingValue"/> matches; 0.1 by default.</summary>
    Floor,

    /// <summary><see cref="BleuOptions.SmoothingValue"/> is added to the matches and totals of n-grams longer than one token; 1 by default.</summary>
    AddK,

    /// <summary>It stays zero, and with it the score.</summary>
    None,
}
