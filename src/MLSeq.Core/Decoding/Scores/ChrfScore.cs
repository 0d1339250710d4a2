using System.Globalization;
using System.Runtime.InteropServices;

namespace MLSeq.Decoding.Scores;

/// <summary>
/// chrF (Popović, 2015), the F-score of character n-grams, over all sentences together, with the definitions of sacreBLEU:
/// <code>
/// P, R = means over n of matches[n] / put out[n] and matches[n] / in the reference[n]
/// chrF = 100 (1 + beta^2) P R / (beta^2 P + R)
/// </code>
/// The means are over those n of which there are n-grams on both sides. Of several references of a sentence the one that scores best counts.
/// </summary>
public sealed class ChrfScore
{
    private readonly ChrfOptions _options;
    private readonly Counts[] _counts;

    /// <summary>Makes a score of no sentences yet.</summary>
    /// <param name="options">How to count; copied. Null for sacreBLEU's defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public ChrfScore(ChrfOptions? options = null)
    {
        _options = (options ?? new()).Copy();
        _options.Check();
        _counts = new Counts[_options.CharacterOrder + _options.WordOrder];
    }

    /// <summary>chrF, or chrF++ where words count, from 0 to 100.</summary>
    public double Score => ScoreOf(_counts);

    /// <summary>Counts a sentence.</summary>
    /// <param name="output">The sentence to judge.</param>
    /// <param name="references">Sentences that are right, at least one.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public void Add(string output, params IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            throw new ArgumentException("There is no reference; expected at least one.", nameof(references));
        }

        var there = NGrams(output);
        var best = references.Select(reference => Compare(there, NGrams(reference))).MaxBy(ScoreOf)!;
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = new(_counts[i].Output + best[i].Output, _counts[i].Reference + best[i].Reference, _counts[i].Matches + best[i].Matches);
        }
    }

    /// <summary>The chrF of one sentence, from 0 to 100.</summary>
    /// <param name="output">The sentence to judge.</param>
    /// <param name="references">Sentences that are right, at least one.</param>
    /// <param name="options">How to count; null for sacreBLEU's defaults.</param>
    /// <exception cref="ArgumentException">There is no reference, or an option is out of range.</exception>
    public static double OfSentence(string output, IReadOnlyList<string> references, ChrfOptions? options = null)
    {
        var score = new ChrfScore(options);
        score.Add(output, references);
        return score.Score;
    }

    /// <summary>The score by its name, on one line, as sacreBLEU writes it: <c>chrF2 = 59.73</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"chrF{_options.Beta}{new string('+', _options.WordOrder)} = {Score:F2}");

    private double ScoreOf(Counts[] counts)
    {
        var (precision, recall, orders) = (0d, 0d, 0);
        foreach (var (output, reference, matches) in counts)
        {
            if (output > 0 && reference > 0)
            {
                precision += (double)matches / output;
                recall += (double)matches / reference;
                orders++;
            }
        }

        // The mean's divisor is the same above and below the line, so one is left.
        var weight = (double)_options.Beta * _options.Beta;
        return precision + recall == 0 ? 0 : 100 * (1 + weight) * precision * recall / ((weight * precision) + recall) / orders;
    }

    private static Counts[] Compare(Dictionary<string, int>[] output, Dictionary<string, int>[] reference) =>
        [.. output.Zip(reference, (a, b) => new Counts(
            b.Count == 0 ? 0 : a.Values.Sum(), b.Values.Sum(), a.Sum(gram => Math.Min(gram.Value, b.GetValueOrDefault(gram.Key)))))];

    private Dictionary<string, int>[] NGrams(string sentence)
    {
        var text = _options.LowerCase ? sentence.ToLowerInvariant() : sentence;
        var characters = ScoreText.Characters(text, _options.KeepWhiteSpace);
        var words = _options.WordOrder == 0 ? [] : ScoreText.Words(text).SelectMany(CutPunctuation).ToList();
        return
        [
            .. Enumerable.Range(1, _options.CharacterOrder).Select(n => ScoreText.NGrams(characters, n)),
            .. Enumerable.Range(1, _options.WordOrder).Select(n => ScoreText.NGrams(words, n)),
        ];
    }

    /// <summary>One punctuation mark at a word's end, or else at its start, is a word of its own.</summary>
    private static IEnumerable<string> CutPunctuation(string word)
    {
        if (word.Length == 1)
        {
            return [word];
        }

        return IsPunctuation(word[^1]) ? [word[..^1], word[^1..]] : IsPunctuation(word[0]) ? [word[..1], word[1..]] : [word];
    }

    private static bool IsPunctuation(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Counts(long Output, long Reference, long Matches);
}
