using MLSeq.Embeddings.Search;

namespace MLSeq.Embeddings;

// Queries. Each is exact: what a comparison with every vector in double precision gives, on all cores.
public sealed partial class WordVectors
{
    /// <summary>The cosine of two words' vectors; 0 where one is zero. Unseen words go through <see cref="Subwords"/>.</summary>
    /// <param name="a">A word.</param>
    /// <param name="b">Another.</param>
    /// <exception cref="KeyNotFoundException">A word has no vector; names it.</exception>
    public float Similarity(string a, string b) => this[a].Cosine(this[b]);

    /// <summary>The words most similar to a word, by the cosine; the word itself is not among them.</summary>
    /// <param name="word">The word; an unseen one goes through <see cref="Subwords"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="restrict">Only the first so many of <see cref="Words"/> are answers; null: all.</param>
    /// <inheritdoc cref="MostSimilar(IEnumerable{string}, IEnumerable{string}?, int, int?)" path="/returns|/exception|/remarks"/>
    public IReadOnlyList<SimilarWord> MostSimilar(string word, int count = 10, int? restrict = null) =>
        MostSimilar([word], null, count, restrict);

    /// <summary>
    /// The words most similar to the sum of some words' vectors less the sum of others', each vector first brought to
    /// length 1. None of the query's words is among the answers.
    /// </summary>
    /// <param name="positive">Words to add; unseen ones go through <see cref="Subwords"/>.</param>
    /// <param name="negative">Words to subtract; null: none.</param>
    /// <param name="count">How many.</param>
    /// <param name="restrict">Only the first so many of <see cref="Words"/> are answers; null: all.</param>
    /// <returns>The words with their cosines, the greatest first, of equal ones the first in <see cref="Words"/>; fewer where there are no more words.</returns>
    /// <exception cref="ArgumentException">There are no words in the query.</exception>
    /// <exception cref="KeyNotFoundException">A word has no vector; names it.</exception>
    /// <remarks>The first query makes what searches are fast with: a copy of the vectors with one byte for each value.</remarks>
    public IReadOnlyList<SimilarWord> MostSimilar(
        IEnumerable<string> positive, IEnumerable<string>? negative = null, int count = 10, int? restrict = null)
    {
        var query = new float[Dimensions];
        var excluded = new HashSet<int>();
        if (AddUnits(positive, 1, query, excluded) + AddUnits(negative ?? [], -1, query, excluded) == 0)
        {
            throw new ArgumentException("Found no words; expected at least one.", nameof(positive));
        }

        return Answers(_search.Value.Nearest(query, Wanted(count), Searched(restrict), excluded));
    }

    /// <summary>The words most similar to a vector, by the cosine. No word is excluded: those that the vector was made from may be among the answers.</summary>
    /// <param name="vector">A vector, of any length.</param>
    /// <param name="count">How many.</param>
    /// <param name="restrict">Only the first so many of <see cref="Words"/> are answers; null: all.</param>
    /// <inheritdoc cref="MostSimilar(IEnumerable{string}, IEnumerable{string}?, int, int?)" path="/returns|/remarks"/>
    /// <exception cref="ArgumentException">The vector has other dimensions, or a value that is not finite.</exception>
    public IReadOnlyList<SimilarWord> MostSimilar(WordVector vector, int count = 10, int? restrict = null)
    {
        ArgumentNullException.ThrowIfNull(vector);
        if (vector.Dimensions != Dimensions)
        {
            throw new ArgumentException($"Found a vector of {vector.Dimensions} dimensions; expected {Dimensions}.", nameof(vector));
        }

        if (!float.IsFinite(vector.Norm))
        {
            throw new ArgumentException($"Found a vector of length {vector.Norm}; expected a finite one.", nameof(vector));
        }

        return Answers(_search.Value.Nearest(vector.Span, Wanted(count), Searched(restrict), []));
    }

    /// <summary>The words d for which 'a is to b as c is to d' fits best; a, b and c are not among them.</summary>
    /// <param name="a">A word, such as 'man'.</param>
    /// <param name="b">What belongs to it, such as 'king'.</param>
    /// <param name="c">The word whose counterpart is asked for, such as 'woman'.</param>
    /// <param name="count">How many.</param>
    /// <param name="method">How the fit is measured.</param>
    /// <param name="restrict">Only the first so many of <see cref="Words"/> are answers; null: all.</param>
    /// <inheritdoc cref="MostSimilar(IEnumerable{string}, IEnumerable{string}?, int, int?)" path="/returns|/exception|/remarks"/>
    public IReadOnlyList<SimilarWord> Analogy(
        string a, string b, string c, int count = 10, AnalogyMethod method = AnalogyMethod.ThreeCosAdd, int? restrict = null)
    {
        if (method == AnalogyMethod.ThreeCosAdd)
        {
            return MostSimilar([b, c], [a], count, restrict);
        }

        if (method != AnalogyMethod.ThreeCosMul)
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, $"Expected {AnalogyMethod.ThreeCosAdd} or {AnalogyMethod.ThreeCosMul}.");
        }

        var excluded = new HashSet<int>();
        var units = new[] { a, b, c }.Select(word =>
        {
            var unit = new float[Dimensions];
            AddUnits([word], 1, unit, excluded);
            return unit;
        }).ToArray();
        return Answers(CosineProducts.Nearest(_rows, units[0], units[1], units[2], Wanted(count), Searched(restrict), excluded));
    }

    /// <summary>The word that fits least among others: the one with the smallest cosine to the mean of their vectors, each of length 1.</summary>
    /// <param name="words">Words; unseen ones go through <see cref="Subwords"/>.</param>
    /// <returns>The word; of equally bad ones the first.</returns>
    /// <exception cref="ArgumentException">There are no words.</exception>
    /// <exception cref="KeyNotFoundException">A word has no vector; names it.</exception>
    public string DoesntMatch(IEnumerable<string> words)
    {
        string[] all = [.. words];
        var mean = new float[Dimensions];
        if (AddUnits(all, 1, mean, []) == 0)
        {
            throw new ArgumentException("Found no words; expected at least one.", nameof(words));
        }

        var center = new WordVector(mean);
        return all.MinBy(word => this[word].Cosine(center))!;
    }

    /// <summary>Adds the words' vectors, brought to length 1 and times a weight; notes their indices. Gives the number of words.</summary>
    private int AddUnits(IEnumerable<string> words, float weight, Span<float> sum, HashSet<int> indices)
    {
        ArgumentNullException.ThrowIfNull(words);
        var count = 0;
        foreach (var word in words)
        {
            var vector = this[word];
            count++;
            var norm = ExactCosine.Norm(vector.Span);
            if (norm > 0)
            {
                Numerics.Vectors.Axpy((float)(weight / norm), vector.Span, sum);
            }

            if (IndexOf(word) is >= 0 and int index)
            {
                indices.Add(index);
            }
        }

        return count;
    }

    private static int Wanted(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return count;
    }

    private int Searched(int? restrict)
    {
        if (restrict is int first)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(first, 1, nameof(restrict));
        }

        return Math.Min(restrict ?? Count, Count);
    }

    private SimilarWord[] Answers(ScoredRow[] rows) =>
        [.. rows.Select(row => new SimilarWord(_words[row.Index], (float)row.Score))];
}
