using System.Numerics.Tensors;
using MLSeq.Embeddings.Search;
using MLSeq.Numerics;

namespace MLSeq.Embeddings.Debiasing;

/// <summary>
/// Takes a bias out of word vectors ('hard debiasing', Bolukbasi et al. 2016, section 6). What comes back is a copy in
/// which all vectors are brought to length 1, as in the paper; vectors of words that are not asked for keep their
/// direction. Counts are kept; subwords are not, since they would give unseen words vectors with the bias.
/// </summary>
public static class Debiaser
{
    /// <summary>Neutralizes words: their vectors w lose their part in the direction g, (w - (w g) g) / |w - (w g) g|.</summary>
    /// <param name="vectors">The vectors; they stay as they are.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="words">Words that should not have the bias, such as names of occupations.</param>
    /// <exception cref="KeyNotFoundException">A word is not one of the vectors' words; names it.</exception>
    /// <exception cref="ArgumentException">The dimensions differ, or a word's vector has no other part.</exception>
    public static WordVectors Neutralize(WordVectors vectors, BiasDirection direction, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(words);
        direction.Check(vectors);
        var matrix = Units(vectors);
        foreach (var word in words)
        {
            Neutralize(Row(matrix, vectors, word), direction.Vector, word);
        }

        return new WordVectors([.. vectors.Words], vectors.Dimensions, matrix, vectors.Counts?.ToArray());
    }

    /// <summary>Neutralizes all words but some.</summary>
    /// <param name="vectors">The vectors; they stay as they are.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="words">Words that have the bias by their meaning, such as 'grandmother'; those without a vector do not matter.</param>
    /// <inheritdoc cref="Neutralize(WordVectors, BiasDirection, IEnumerable{string})" path="/exception"/>
    public static WordVectors NeutralizeAllBut(WordVectors vectors, BiasDirection direction, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var kept = words.ToHashSet(StringComparer.Ordinal);
        return Neutralize(vectors, direction, vectors.Words.Where(word => !kept.Contains(word)));
    }

    /// <summary>
    /// Equalizes pairs: their words become the same but for the direction, and equally far to either side, so that any
    /// neutral word is as close to one as to the other. With mu the mean of a pair's vectors, nu its part outside of the
    /// direction and w_B the part of a vector w within, w becomes nu + sqrt(1 - |nu|^2) (w_B - mu_B) / |w_B - mu_B|.
    /// </summary>
    /// <param name="vectors">The vectors; they stay as they are.</param>
    /// <param name="direction">The direction.</param>
    /// <param name="pairs">Pairs that should differ in the bias only, such as ('grandfather', 'grandmother'); each word once.</param>
    /// <exception cref="KeyNotFoundException">A word is not one of the vectors' words; names it.</exception>
    /// <exception cref="ArgumentException">The dimensions differ, a word is there twice, or both words of a pair have the same part within the direction; names them.</exception>
    public static WordVectors Equalize(WordVectors vectors, BiasDirection direction, IEnumerable<(string First, string Second)> pairs)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(pairs);
        direction.Check(vectors);
        var matrix = Units(vectors);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (first, second) in pairs)
        {
            if (!done.Add(first) || !done.Add(second))
            {
                throw new ArgumentException($"Found a word of '{first}' and '{second}' twice; expected each word in one pair.", nameof(pairs));
            }

            Equalize(Row(matrix, vectors, first), Row(matrix, vectors, second), direction.Vector, $"'{first}' and '{second}'");
        }

        return new WordVectors([.. vectors.Words], vectors.Dimensions, matrix, vectors.Counts?.ToArray());
    }

    private static void Neutralize(Span<float> vector, ReadOnlySpan<float> direction, string word)
    {
        if (ExactCosine.Norm(vector) == 0)
        {
            return;
        }

        Vectors.Axpy(-(float)ExactCosine.Dot(vector, direction), direction, vector);
        var norm = ExactCosine.Norm(vector);
        if (norm < 1e-6)
        {
            throw new ArgumentException($"The vector of '{word}' lies wholly in the direction; nothing would be left of it.", nameof(word));
        }

        Vectors.Scale((float)(1 / norm), vector);
    }

    private static void Equalize(Span<float> first, Span<float> second, ReadOnlySpan<float> direction, string pair)
    {
        var (inFirst, inSecond) = (ExactCosine.Dot(first, direction), ExactCosine.Dot(second, direction));
        if (Math.Abs(inFirst - inSecond) < 1e-9)
        {
            throw new ArgumentException($"The vectors of {pair} have the same part within the direction; they cannot be told apart by it.", nameof(pair));
        }

        var outside = new float[direction.Length];
        TensorPrimitives.Add(first, second, outside);
        Vectors.Scale(.5f, outside);
        Vectors.Axpy(-(float)((inFirst + inSecond) / 2), direction, outside);
        var within = (float)Math.Sqrt(Math.Max(0, 1 - ExactCosine.Dot(outside, outside)));
        var sign = inFirst > inSecond ? 1 : -1;
        TensorPrimitives.MultiplyAdd(direction, sign * within, outside, first);
        TensorPrimitives.MultiplyAdd(direction, -sign * within, outside, second);
    }

    /// <summary>All vectors brought to length 1; a zero vector stays zero.</summary>
    private static AlignedBuffer Units(WordVectors vectors)
    {
        var matrix = vectors.CopyRows(vectors.Count);
        for (var i = 0; i < vectors.Count; i++)
        {
            var row = matrix.Span.Slice(i * vectors.Dimensions, vectors.Dimensions);
            var norm = ExactCosine.Norm(row);
            Vectors.Scale(norm == 0 ? 0 : (float)(1 / norm), row);
        }

        return matrix;
    }

    private static Span<float> Row(AlignedBuffer matrix, WordVectors vectors, string word)
    {
        var index = vectors.IndexOf(word);
        return index >= 0
            ? matrix.Span.Slice(index * vectors.Dimensions, vectors.Dimensions)
            : throw new KeyNotFoundException($"'{word}' is not one of the {vectors.Count} words.");
    }
}
