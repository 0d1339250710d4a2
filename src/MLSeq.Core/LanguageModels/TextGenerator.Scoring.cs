using System.Runtime.InteropServices;
using System.Text;

namespace MLSeq.LanguageModels;

/// <summary>How probable texts are.</summary>
public abstract partial class TextGenerator
{
    /// <summary>Tokens that are scored together: their outputs are in memory.</summary>
    internal const int WindowSteps = 64;

    /// <summary>The natural logarithm of a text's probability, from its start to its end: the sum of its tokens'.</summary>
    /// <param name="text">The text.</param>
    public double LogProbability(string text) => Score(text).LogProbability;

    /// <summary>e to the mean loss of a text's tokens, its end included.</summary>
    /// <inheritdoc cref="LogProbability"/>
    public double Perplexity(string text) => Score(text).Perplexity;

    /// <summary>The loss of a text's characters in bits, its end included.</summary>
    /// <inheritdoc cref="LogProbability"/>
    public double BitsPerCharacter(string text) => Score(text).BitsPerCharacter;

    /// <summary>How probable a text is, from its start to its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="features">What the text starts from, in a model that is trained with features; else null.</param>
    /// <exception cref="ArgumentException">The features do not fit the model.</exception>
    public TextScore Score(string text, float[]? features = null)
    {
        var ids = Ids(text);
        var sum = Score(ids, features, (_, _) => { });
        return new(sum, ids.Count, CharactersOf(text));
    }

    /// <summary>How probable each token of a text is, given those before it; the last one is its end.</summary>
    /// <inheritdoc cref="Score(string, float[])"/>
    public IReadOnlyList<TokenProbability> ScoreTokens(string text, float[]? features = null)
    {
        var result = new List<TokenProbability>();
        Score(Ids(text), features, (id, logProbability) => result.Add(new(Vocabulary[id], id, logProbability)));
        return result;
    }

    /// <summary>How probable a text of given ids is, from its start to its end. Its characters are not counted.</summary>
    internal TextScore Score(ReadOnlySpan<int> text)
    {
        var ids = new List<int>(text.Length + 1);
        ids.AddRange(text);
        ids.Add(Codec.EndId);
        return new(Score(ids, null, (_, _) => { }), ids.Count, 0);
    }

    /// <summary>The logarithm of the probability of ids, end included, after the start.</summary>
    private double Score(List<int> ids, float[]? features, Action<int, double> each)
    {
        var predictor = Rent(features);
        Span<int> window = stackalloc int[WindowSteps];
        Span<double> logProbabilities = stackalloc double[WindowSteps];
        var sum = 0d;
        for (var first = 0; first < ids.Count; first += WindowSteps)
        {
            var count = Math.Min(WindowSteps, ids.Count - first);
            for (var t = 0; t < count; t++)
            {
                window[t] = first + t == 0 ? Codec.StartId : ids[first + t - 1];
            }

            var next = CollectionsMarshal.AsSpan(ids).Slice(first, count);
            predictor.Score(window[..count], next, logProbabilities);
            for (var t = 0; t < count; t++)
            {
                each(next[t], logProbabilities[t]);
                sum += logProbabilities[t];
            }
        }

        Return(predictor);
        return sum;
    }

    /// <summary>The code points of a text, its end included where that is the end of a line.</summary>
    internal long CharactersOf(string text)
    {
        var count = 0L;
        foreach (var rune in text.EnumerateRunes())
        {
            count += IsContinuous && rune == new Rune('\r') ? 0 : 1;
        }

        return IsContinuous ? count + 1 : count;
    }

    private List<int> Ids(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        Codec.Encode(text, ids);
        ids.Add(Codec.EndId);
        return ids;
    }
}
