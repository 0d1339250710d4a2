using MLSeq.Decoding.Beams;
using MLSeq.Decoding.Scores;

namespace MLSeq.Translation;

/// <summary>How good translations are, and why they are not better.</summary>
public sealed partial class TranslationModel
{
    /// <summary>Translates sources and compares with their references.</summary>
    /// <param name="pairs">Texts and reference translations.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="threads">How many threads share the texts, at most; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public TranslationQuality Evaluate(
        IReadOnlyList<TextPair> pairs, BeamSearchOptions? search = null, int threads = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var outputs = Translate([.. pairs.Select(pair => pair.Source)], search, false, threads, cancellationToken);
        var (bleu, chrf, equal) = (new BleuScore(), new ChrfScore(), 0);
        for (var i = 0; i < pairs.Count; i++)
        {
            var output = outputs[i][0].Text;
            bleu.Add(output, [pairs[i].Target]);
            chrf.Add(output, [pairs[i].Target]);
            equal += output == pairs[i].Target ? 1 : 0;
        }

        return new(bleu, chrf, pairs.Count == 0 ? 0 : (double)equal / pairs.Count);
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
        var references = LogProbabilities(pairs, threads, cancellationToken).Zip(pairs, (p, pair) => Normalized(p, Encode(_source, _target, pair).Target.Length)).ToArray();
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
