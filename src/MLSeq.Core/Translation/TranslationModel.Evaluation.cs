using MLSeq.Decoding.Beams;

namespace MLSeq.Translation;

/// <summary>How probable translations are, and why they are not better.</summary>
public sealed partial class TranslationModel
{
    /// <summary>The natural logarithm of each translation's probability, its end included.</summary>
    /// <param name="pairs">Texts and translations.</param>
    /// <param name="threads">How many threads share the pairs, at most; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<double> LogProbabilities(IReadOnlyList<TextPair> pairs, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var encoded = pairs.Select(Codec.Encode).ToArray();
        var order = Enumerable.Range(0, encoded.Length).OrderByDescending(i => encoded[i].Steps).ToArray();
        var results = new double[encoded.Length];
        Share(order, threads, chunk => Use(decoder =>
        {
            foreach (var (i, sum) in chunk.Zip(decoder.Score([.. chunk.Select(i => encoded[i])])))
            {
                results[i] = sum;
            }

            return true;
        }), cancellationToken);
        return results;
    }

    /// <summary>
    /// The errors of beams of different widths, by what they are due to (the course's error analysis of beam search): for each output that is
    /// not its reference, the length-normalized logarithms of both probabilities are compared.
    /// </summary>
    /// <param name="pairs">Texts and reference translations.</param>
    /// <param name="widths">The widths.</param>
    /// <param name="search">How to search, but for the width; null for the defaults.</param>
    /// <param name="threads">How many threads share the texts, at most; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public IReadOnlyList<BeamErrors> AnalyzeErrors(
        IReadOnlyList<TextPair> pairs, IReadOnlyList<int> widths, BeamSearchOptions? search = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(widths);
        var options = (search ?? new()).Copy();
        options.Best = 1;
        double Normalized(double logProbability, int tokens) => logProbability / Math.Pow(tokens + 1, options.LengthPenalty);
        var references = LogProbabilities(pairs, threads, cancellationToken).Zip(pairs, (p, pair) => Normalized(p, Codec.Encode(pair).Target.Length)).ToArray();
        var errors = new List<BeamErrors>();
        foreach (var width in widths)
        {
            options.Width = width;
            var outputs = Translate([.. pairs.Select(pair => pair.Source)], options, false, threads, cancellationToken);
            var (equal, missed, sum) = (0, 0, 0d);
            for (var i = 0; i < pairs.Count; i++)
            {
                var output = outputs[i][0];
                var score = Normalized(output.LogProbability, output.Tokens.Count);
                sum += score;
                equal += output.Text == pairs[i].Target ? 1 : 0;
                missed += output.Text != pairs[i].Target && references[i] > score ? 1 : 0;
            }

            errors.Add(new(width, equal, missed, pairs.Count - equal - missed, pairs.Count == 0 ? 0 : sum / pairs.Count));
        }

        return errors;
    }
}
