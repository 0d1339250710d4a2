using System.Globalization;

namespace MLSeq.Decoding.Scores;

/// <summary>
/// BLEU (Papineni et al., 2002) over all sentences together, with the definitions of sacreBLEU (Post, 2018):
/// <code>
/// p[n] = 100 sum over sentences of min(count of the n-gram, its largest count in one reference) / number of n-grams put out
/// BP = 1 where c >= r, else e^(1 - r/c)        BLEU = BP (p[1] p[2] p[3] p[4])^(1/4)
/// </code>
/// c is the number of tokens put out, r that of the references, of each sentence the one closest in length, of two the shorter.
/// </summary>
public sealed class BleuScore
{
    private readonly BleuOptions _options;
    private readonly long[] _matches;
    private readonly long[] _totals;

    /// <summary>Makes a score of no sentences yet.</summary>
    /// <param name="options">How to count; copied. Null for sacreBLEU's defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public BleuScore(BleuOptions? options = null)
    {
        _options = (options ?? new()).Copy();
        _options.Check();
        _matches = new long[_options.MaxOrder];
        _totals = new long[_options.MaxOrder];
    }

    /// <summary>For each length of n-grams from 1, how many of those put out are in a reference, none more often than there (clipped).</summary>
    public IReadOnlyList<long> Matches => _matches;

    /// <summary>For each length of n-grams from 1, how many were put out.</summary>
    public IReadOnlyList<long> Totals => _totals;

    /// <summary>The number of tokens put out.</summary>
    public long OutputLength { get; private set; }

    /// <summary>The number of tokens of the references that are closest in length.</summary>
    public long ReferenceLength { get; private set; }

    /// <summary>What outputs too short are multiplied by, from 0 to 1.</summary>
    public double BrevityPenalty =>
        OutputLength >= ReferenceLength ? 1 : OutputLength == 0 ? 0 : Math.Exp(1 - ((double)ReferenceLength / OutputLength));

    /// <summary>The smoothed precisions of each length of n-grams from 1, from 0 to 100.</summary>
    public IReadOnlyList<double> Precisions => Smoothed().Precisions;

    /// <summary>BLEU, from 0 to 100.</summary>
    public double Score
    {
        get
        {
            var (precisions, order) = Smoothed();
            var logarithms = 0d;
            for (var n = 0; n < order; n++)
            {
                logarithms += Math.Log(precisions[n]);
            }

            return order == 0 ? 0 : BrevityPenalty * Math.Exp(logarithms / order);
        }
    }

    /// <summary>Counts a sentence.</summary>
    /// <param name="output">The sentence to judge.</param>
    /// <param name="references">Sentences that are right, at least one; of different sentences there may be differently many.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(string output, params IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            throw new ArgumentException("There is no reference; expected at least one.", nameof(references));
        }

        var tokens = Tokens(output);
        var right = references.Select(Tokens).ToList();
        OutputLength += tokens.Count;
        ReferenceLength += right.Select(r => r.Count).MinBy(length => (Math.Abs(length - tokens.Count), length));
        for (var n = 1; n <= _matches.Length; n++)
        {
            var there = right.ConvertAll(r => ScoreText.NGrams(r, n));
            foreach (var (gram, count) in ScoreText.NGrams(tokens, n))
            {
                _totals[n - 1] += count;
                _matches[n - 1] += Math.Min(count, there.Max(counts => counts.GetValueOrDefault(gram)));
            }
        }
    }

    /// <summary>The BLEU of one sentence, from 0 to 100: n-grams longer than it are left out of the mean.</summary>
    /// <param name="output">The sentence to judge.</param>
    /// <param name="references">Sentences that are right, at least one.</param>
    /// <param name="options">How to count; null for sacreBLEU's defaults. Its <see cref="BleuOptions.EffectiveOrder"/> is taken as set.</param>
    /// <exception cref="ArgumentException">There is no reference, or an option is out of range.</exception>
    public static double OfSentence(string output, IReadOnlyList<string> references, BleuOptions? options = null)
    {
        var effective = (options ?? new()).Copy();
        effective.EffectiveOrder = true;
        var score = new BleuScore(effective);
        score.Add(output, references);
        return score.Score;
    }

    /// <summary>The score and all that it is made of, on one line, as sacreBLEU writes it.</summary>
    public override string ToString()
    {
        var ratio = ReferenceLength == 0 ? 0 : (double)OutputLength / ReferenceLength;
        var precisions = string.Join('/', Precisions.Select(p => p.ToString("F1", CultureInfo.InvariantCulture)));
        return string.Create(CultureInfo.InvariantCulture,
            $"BLEU = {Score:F2} {precisions} (BP = {BrevityPenalty:F3} ratio = {ratio:F3} hyp_len = {OutputLength} ref_len = {ReferenceLength})");
    }

    /// <summary>The precisions, and how many of them the mean is of.</summary>
    private (double[] Precisions, int Order) Smoothed()
    {
        var precisions = new double[_matches.Length];
        if (Array.TrueForAll(_matches, count => count == 0))
        {
            return (precisions, 0);
        }

        var (order, halves) = (precisions.Length, 1d);
        for (var n = 0; n < precisions.Length; n++)
        {
            var added = _options.Smoothing == BleuSmoothing.AddK && n > 0 ? _options.SmoothingValue ?? 1 : 0;
            var (matches, total) = (_matches[n] + added, _totals[n] + added);
            if (total == 0)
            {
                break;
            }

            order = _options.EffectiveOrder ? n + 1 : order;
            precisions[n] = 100 / total * (matches > 0 ? matches : _options.Smoothing switch
            {
                BleuSmoothing.Exponential => 1 / (halves *= 2),
                BleuSmoothing.Floor => _options.SmoothingValue ?? 0.1,
                _ => 0,
            });
        }

        return (precisions, order);
    }

    private List<string> Tokens(string sentence)
    {
        var text = _options.LowerCase ? sentence.ToLowerInvariant() : sentence;
        return ScoreText.Words(_options.Tokenizer == BleuTokenizer.Wmt13a ? Wmt13aTokenizer.Separate(text.TrimEnd()) : text);
    }
}
